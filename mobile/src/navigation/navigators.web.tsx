import type { BottomTabNavigationEventMap } from '@react-navigation/bottom-tabs';
import {
  createNavigatorFactory,
  StackRouter,
  TabRouter,
  useNavigationBuilder,
  type DefaultNavigatorOptions,
  type EventMapBase,
  type ParamListBase,
  type StackNavigationState,
  type TabNavigationState,
  type TabRouterOptions,
} from '@react-navigation/native';
import { useState, type ReactNode } from 'react';
import { StyleSheet, View } from 'react-native';

import type * as Native from './navigators.native';

type Options = { title?: string };
type Props<State extends StackNavigationState<ParamListBase> | TabNavigationState<ParamListBase>> = Omit<
  DefaultNavigatorOptions<ParamListBase, string | undefined, State, Options, EventMapBase, unknown>,
  'layout' | 'screenLayout'
> & { tabBar?: (props: object) => ReactNode };

/** In a browser a screen needs no header and no gesture: the two below keep what the libraries for phones weigh out of the first load. */
function StackOfScreens(props: Props<StackNavigationState<ParamListBase>>) {
  const { state, descriptors, NavigationContent } = useNavigationBuilder(StackRouter, props);
  return (
    <NavigationContent>
      {state.routes.map(({ key }, index) => (
        <View key={key} style={index === state.index ? styles.shown : styles.hidden}>
          {descriptors[key]?.render()}
        </View>
      ))}
    </NavigationContent>
  );
}

function TabsOfScreens(props: Props<TabNavigationState<ParamListBase>>) {
  const { state, descriptors, navigation, NavigationContent } = useNavigationBuilder<
    TabNavigationState<ParamListBase>,
    TabRouterOptions,
    Record<string, () => void>,
    Options,
    BottomTabNavigationEventMap
  >(TabRouter, props);
  const current = state.routes[state.index]?.key ?? '';
  const [seen, setSeen] = useState([current]);
  if (!seen.includes(current)) setSeen([...seen, current]);
  return (
    <NavigationContent>
      {state.routes
        .filter(({ key }) => seen.includes(key) || key === current)
        .map(({ key }) => (
          <View key={key} style={key === current ? styles.shown : styles.hidden}>
            {descriptors[key]?.render()}
          </View>
        ))}
      {props.tabBar?.({ state, navigation, descriptors })}
    </NavigationContent>
  );
}

export const Stack = createNavigatorFactory(StackOfScreens)() as unknown as typeof Native.Stack;
export const Tab = createNavigatorFactory(TabsOfScreens)() as unknown as typeof Native.Tab;

const styles = StyleSheet.create({ shown: { flex: 1 }, hidden: { display: 'none' } });
