import { DarkTheme, DefaultTheme, NavigationContainer } from '@react-navigation/native';
import * as Linking from 'expo-linking';
import { useEffect } from 'react';

import { track } from '../analytics/events';
import { HomeScreen } from '../screens/HomeScreen';
import { JoinScreen } from '../screens/JoinScreen';
import { NotFoundScreen } from '../screens/NotFoundScreen';
import { RequestsScreen } from '../screens/RequestsScreen';
import { SearchScreen } from '../screens/SearchScreen';
import { SessionScreen } from '../screens/SessionScreen';
import { SettingsScreen } from '../screens/SettingsScreen';
import { useColors, useDark } from '../ui/theme';
import { Stack, Tab } from './navigators';
import { kindOf, linkingConfig } from './routes';
import { TabBar } from './TabBar';

function TabsScreen() {
  return (
    <Tab.Navigator tabBar={(props) => <TabBar {...props} />} screenOptions={{ headerShown: false }}>
      <Tab.Screen name="Home" component={HomeScreen} options={{ title: 'Meet someone' }} />
      <Tab.Screen name="Requests" component={RequestsScreen} />
      <Tab.Screen name="Settings" component={SettingsScreen} />
    </Tab.Navigator>
  );
}

/** Every way into the app, and what is shown there. */
export function Root() {
  const colors = useColors();
  const base = useDark() ? DarkTheme : DefaultTheme;
  const link = Linking.useLinkingURL();
  useEffect(() => {
    const kind = link === null ? null : kindOf(link);
    if (kind !== null) track('deep_link_opened', { kind });
  }, [link]);
  const theme = {
    ...base,
    colors: {
      ...base.colors,
      primary: colors.me,
      background: colors.background,
      card: colors.surface,
      text: colors.ink,
    },
  };
  return (
    <NavigationContainer
      theme={theme}
      linking={{ prefixes: [Linking.createURL('/'), 'meetup://'], config: linkingConfig }}
      documentTitle={{ formatter: (options) => (options?.title ? `${options.title} · MeetUp` : 'MeetUp') }}
    >
      <Stack.Navigator screenOptions={{ headerShown: false }}>
        <Stack.Screen name="Tabs" component={TabsScreen} options={{ title: 'Meet someone' }} />
        <Stack.Screen name="Join" component={JoinScreen} options={{ title: 'You are invited' }} />
        <Stack.Screen name="Session" component={SessionScreen} options={{ title: 'Meeting' }} />
        <Stack.Screen name="Search" component={SearchScreen} options={{ title: 'Find somebody' }} />
        <Stack.Screen name="NotFound" component={NotFoundScreen} options={{ title: 'Not found' }} />
      </Stack.Navigator>
    </NavigationContainer>
  );
}
