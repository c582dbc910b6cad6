import { StatusBar } from 'expo-status-bar';
import { useEffect } from 'react';
import { SafeAreaProvider } from 'react-native-safe-area-context';

import { Root } from './src/navigation/Root';
import { keepShell } from './src/platform/shell';
import { startAccount } from './src/state/account';
import { loadSettings } from './src/state/settings';

export default function App() {
  useEffect(() => {
    void loadSettings();
    void startAccount();
    keepShell();
  }, []);
  return (
    <SafeAreaProvider>
      <Root />
      <StatusBar style="auto" />
    </SafeAreaProvider>
  );
}
