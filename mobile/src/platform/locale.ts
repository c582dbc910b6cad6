import type { Units } from '../geo/format';

const locale = (): string => Intl.DateTimeFormat().resolvedOptions().locale;

export const deviceUnits = (): Units => (/-(US|GB|LR|MM)\b/.test(locale()) ? 'imperial' : 'metric');
