import type { Units } from '../geo/format';
import type { Language } from '../text/text';

const locale = (): string => Intl.DateTimeFormat().resolvedOptions().locale;

export const deviceUnits = (): Units => (/-(US|GB|LR|MM)\b/.test(locale()) ? 'imperial' : 'metric');
export const deviceLanguage = (): Language => (locale().startsWith('de') ? 'de' : 'en');
