import { createBottomTabNavigator } from '@react-navigation/bottom-tabs';
import { createNativeStackNavigator } from '@react-navigation/native-stack';

import type { Routes, Tabs } from './routes';

export const Stack = createNativeStackNavigator<Routes>();
export const Tab = createBottomTabNavigator<Tabs>();
