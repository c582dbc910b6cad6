import { Marker, type Map as GlMap } from 'maplibre-gl';

import { distanceM } from '../geo/distance';
import type { Location } from '../live/frames';

const EASE_MS = 700;
/** Farther than this nobody walks between two fixes: no flight across the map. */
const JUMP_M = 2_000;

type Look = { color: string; edge: string; label: string; still: boolean };

/** One person on the map: moves smoothly from fix to fix, and shows a wedge where they head. */
export class Figure {
  private readonly element = document.createElement('div');
  private readonly wedge = document.createElement('div');
  private readonly shape = document.createElement('div');
  private readonly marker = new Marker({ element: this.element });
  private at: Location | null = null;
  private frame = 0;

  constructor(
    private readonly map: GlMap,
    who: 'me' | 'peer',
  ) {
    this.element.dataset['testid'] = `marker-${who}`;
    this.element.setAttribute('role', 'img');
    this.element.classList.add('figure');
    this.wedge.className = 'figure-wedge';
    this.shape.className = who === 'me' ? 'figure-circle' : 'figure-diamond';
    this.element.append(this.wedge, this.shape);
  }

  show(to: Location | null, { color, edge, label, still }: Look): void {
    this.element.setAttribute('aria-label', label);
    this.shape.style.backgroundColor = color;
    this.shape.style.borderColor = edge;
    this.wedge.style.borderBottomColor = color;
    this.wedge.style.display = to?.heading_deg === undefined ? 'none' : 'block';
    if (to?.heading_deg !== undefined) this.wedge.style.transform = `rotate(${to.heading_deg}deg)`;
    if (to === null) return this.remove();
    const from = this.at;
    this.at = to;
    if (from === null) {
      this.marker.setLngLat([to.lon, to.lat]).addTo(this.map);
    } else if (from.lat !== to.lat || from.lon !== to.lon) {
      if (still || distanceM(from, to) > JUMP_M) this.place(to.lon, to.lat);
      else this.ease(to);
    }
  }

  remove(): void {
    cancelAnimationFrame(this.frame);
    this.marker.remove();
    this.at = null;
  }

  private place(lon: number, lat: number): void {
    cancelAnimationFrame(this.frame);
    this.marker.setLngLat([lon, lat]);
  }

  private ease(to: Location): void {
    cancelAnimationFrame(this.frame);
    const { lng, lat } = this.marker.getLngLat();
    const begun = performance.now();
    const step = (now: number) => {
      const part = Math.min(1, Math.max(0, (now - begun) / EASE_MS));
      const eased = 1 - (1 - part) ** 3;
      this.marker.setLngLat([lng + (to.lon - lng) * eased, lat + (to.lat - lat) * eased]);
      if (part < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }
}
