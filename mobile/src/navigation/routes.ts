import type { BottomTabScreenProps } from '@react-navigation/bottom-tabs';
import type { CompositeScreenProps, LinkingOptions, NavigatorScreenParams } from '@react-navigation/native';
import type { NativeStackScreenProps } from '@react-navigation/native-stack';

export type Tabs = { Home: undefined; Requests: { id?: string } | undefined; Settings: undefined };
export type Routes = {
  Tabs: NavigatorScreenParams<Tabs> | undefined;
  Join: { token?: string } | undefined;
  Session: { id: string };
  Search: undefined;
  NotFound: undefined;
};
export type ScreenProps<Name extends keyof Routes> = NativeStackScreenProps<Routes, Name>;
export type TabProps<Name extends keyof Tabs> = CompositeScreenProps<
  BottomTabScreenProps<Tabs, Name>,
  NativeStackScreenProps<Routes>
>;

/** Kept free of expo-linking so that it can be tested without an app around it. */
export const linkingConfig: NonNullable<LinkingOptions<Routes>['config']> = {
  initialRouteName: 'Tabs',
  screens: {
    Tabs: { screens: { Home: '', Requests: { path: 'requests', alias: ['request/:id'] }, Settings: 'settings' } },
    Join: { path: 'join', alias: ['invite/:token'] },
    Session: 'session/:id',
    Search: 'search',
    NotFound: '*',
  },
};

/** The token of an invite in a link of either kind; null for any other link. It travels in the fragment, which no server ever sees. */
export function inviteTokenOf(link: string): string | null {
  return /^(?:https?:\/\/[^/]+\/join#|meetup:\/\/invite\/)([A-Za-z0-9_-]{20,})$/.exec(link)?.[1] ?? null;
}

/** What kind of link brought somebody here, if any did. */
export function kindOf(link: string): 'invite' | 'request' | 'session' | null {
  if (inviteTokenOf(link) !== null) return 'invite';
  const kind = /^(?:https?:\/\/[^/]+\/|meetup:\/\/)(request|session)\/[^/]+$/.exec(link)?.[1];
  return kind === 'request' || kind === 'session' ? kind : null;
}
