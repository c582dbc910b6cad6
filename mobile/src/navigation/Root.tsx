import { DarkTheme, DefaultTheme, NavigationContainer } from '@react-navigation/native';
import { createNativeStackNavigator } from '@react-navigation/native-stack';
import * as Linking from 'expo-linking';

import { HomeScreen } from '../screens/HomeScreen';
import { JoinScreen } from '../screens/JoinScreen';
import { NotFoundScreen } from '../screens/NotFoundScreen';
import { SessionScreen } from '../screens/SessionScreen';
import { useColors, useDark } from '../ui/theme';
import { linkingConfig, type Routes } from './routes';

const Stack = createNativeStackNavigator<Routes>();

/** Every way into the app, and what is shown there. */
export function Root() {
  const colors = useColors();
  const base = useDark() ? DarkTheme : DefaultTheme;
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
      <Stack.Navigator>
        <Stack.Screen name="Home" component={HomeScreen} options={{ title: 'Meet someone', headerShown: false }} />
        <Stack.Screen name="Join" component={JoinScreen} options={{ title: 'You are invited', headerShown: false }} />
        <Stack.Screen name="Session" component={SessionScreen} options={{ title: 'Meeting', headerShown: false }} />
        <Stack.Screen name="NotFound" component={NotFoundScreen} options={{ title: 'Not found', headerShown: false }} />
      </Stack.Navigator>
    </NavigationContainer>
  );
}
