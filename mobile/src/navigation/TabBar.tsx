import type { BottomTabBarProps } from '@react-navigation/bottom-tabs';
import { Pressable, StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { Icon, type IconName } from '../ui/Icon';
import { Words } from '../ui/Words';
import { space, target, useColors } from '../ui/theme';

const icons: Record<string, IconName> = { Home: 'home', Requests: 'people', Settings: 'settings' };

/** The three places one can always go to. */
export function TabBar({ state, navigation }: BottomTabBarProps) {
  const colors = useColors();
  const { bottom } = useSafeAreaInsets();
  return (
    <View
      role="navigation"
      aria-label="Main"
      style={[
        styles.bar,
        { backgroundColor: colors.surface, borderColor: colors.grid, paddingBottom: bottom + space.xs },
      ]}
    >
      {state.routes.map(({ key, name }, index) => {
        const here = index === state.index;
        return (
          <Pressable
            key={key}
            role="link"
            aria-current={here ? 'page' : undefined}
            testID={`tab-${name.toLowerCase()}`}
            style={styles.tab}
            onPress={() => {
              const { defaultPrevented } = navigation.emit({ type: 'tabPress', target: key, canPreventDefault: true });
              if (!here && !defaultPrevented) navigation.navigate(name);
            }}
          >
            <Icon name={icons[name] ?? 'home'} color={here ? 'me' : 'muted'} />
            <Words kind="label" color={here ? 'me' : 'muted'}>
              {name}
            </Words>
          </Pressable>
        );
      })}
    </View>
  );
}

const styles = StyleSheet.create({
  bar: { flexDirection: 'row', justifyContent: 'center', borderTopWidth: 1, paddingTop: space.xs },
  tab: { flex: 1, maxWidth: 180, minHeight: target, alignItems: 'center', justifyContent: 'center', gap: 2 },
});
