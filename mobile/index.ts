import { registerRootComponent } from 'expo';

import App from './App';
import { registerServiceWorker } from './src/platform/serviceWorker';

registerServiceWorker();
registerRootComponent(App);
