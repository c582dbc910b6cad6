import { AttributionControl, LngLatBounds, Map as GlMap, ScaleControl, type GeoJSONSource } from 'maplibre-gl';

import type { Location } from '../live/frames';
import type { Colors } from '../ui/theme';
import { Figure } from './Figure';
import type { MapProps } from './Radar';
import { circleAround, gridAround, offlineStyle } from './style';

export type Following = 'both' | 'me' | 'free';

const STYLE_TIMEOUT_MS = 6_000;
const PADDING_PX = 64;
const nothing = { type: 'FeatureCollection' as const, features: [] };

/** The map behind the component: the base style, the two figures, how sure their places are, and where one looks. */
export class Scene {
  private readonly map: GlMap;
  private readonly figures: { me: Figure; peer: Figure };
  private readonly abort = new AbortController();
  private shown: MapProps | null = null;
  private colors: Colors;
  private following: Following = 'both';
  private offline = true;

  constructor(
    container: HTMLElement,
    colors: Colors,
    private readonly still: boolean,
    styleUrl: string,
    onFree: () => void,
  ) {
    this.colors = colors;
    this.map = new GlMap({
      container,
      style: offlineStyle(colors),
      center: [0, 20],
      zoom: 1,
      attributionControl: false,
      fadeDuration: 0,
      pitchWithRotate: false,
    });
    this.map.addControl(new AttributionControl({ compact: true }), 'top-right');
    this.map.addControl(new ScaleControl({ maxWidth: 110 }), 'top-left');
    this.map.getCanvas().setAttribute('aria-label', 'Map');
    this.figures = { me: new Figure(this.map, 'me'), peer: new Figure(this.map, 'peer') };
    this.map.on('style.load', () => this.addOwnLayers());
    // A tile that does not come is a hole, not a broken map.
    this.map.on('error', () => {});
    for (const gesture of ['dragstart', 'zoomstart', 'rotatestart'] as const) {
      this.map.on(gesture, (event) => {
        if (!event.originalEvent) return;
        this.following = 'free';
        onFree();
      });
    }
    void this.useStyle(styleUrl);
  }

  show(props: MapProps, colors: Colors): void {
    const first = this.shown === null;
    this.shown = props;
    if (this.colors !== colors) {
      this.colors = colors;
      if (this.offline) this.map.setStyle(offlineStyle(colors));
    }
    const { me, peer, peerFresh, peerName } = props;
    const edge = colors.surface;
    this.figures.me.show(me, { color: colors.me, edge, label: 'You', still: this.still });
    const color = peerFresh ? colors.peer : colors.muted;
    this.figures.peer.show(peer, { color, edge, label: peerName, still: this.still });
    this.draw();
    this.look(first);
  }

  /** The library looks for itself, but not at the very first change of size. */
  resize(): void {
    this.map.resize();
    this.look(true);
  }

  follow(following: Following): void {
    this.following = following;
    this.look(false);
  }

  remove(): void {
    this.abort.abort();
    this.figures.me.remove();
    this.figures.peer.remove();
    this.map.remove();
  }

  /** The drawn style stays until the other one is here in full. */
  private async useStyle(url: string): Promise<void> {
    try {
      const signal = AbortSignal.any([this.abort.signal, AbortSignal.timeout(STYLE_TIMEOUT_MS)]);
      const response = await fetch(url, { signal });
      if (!response.ok) return;
      const style = await response.json();
      this.offline = false;
      this.map.setStyle(style);
    } catch {
      // Without a network the drawn style is the map.
    }
  }

  private addOwnLayers(): void {
    this.map.addSource('grid', { type: 'geojson', data: nothing });
    this.map.addSource('sure', { type: 'geojson', data: nothing });
    if (this.offline) {
      const paint = { 'line-color': this.colors.grid, 'line-width': 1 };
      this.map.addLayer({ id: 'grid', type: 'line', source: 'grid', minzoom: 11, paint });
    }
    const paint = { 'fill-color': ['get', 'color'], 'fill-opacity': 0.18 } as const;
    this.map.addLayer({
      id: 'sure',
      type: 'fill',
      source: 'sure',
      paint: { ...paint, 'fill-color': ['get', 'color'] },
    });
    this.draw();
  }

  private draw(): void {
    const grid = this.map.getSource<GeoJSONSource>('grid');
    const sure = this.map.getSource<GeoJSONSource>('sure');
    if (!grid || !sure || !this.shown) return;
    const { me, peer, peerFresh } = this.shown;
    const circle = (place: Location | null, color: string): GeoJSON.Feature[] =>
      place ? [{ type: 'Feature', properties: { color }, geometry: circleAround(place, place.accuracy_m) }] : [];
    sure.setData({
      type: 'FeatureCollection',
      features: [...circle(me, this.colors.me), ...circle(peer, peerFresh ? this.colors.peer : this.colors.muted)],
    });
    const middle = me && peer ? { lat: (me.lat + peer.lat) / 2, lon: (me.lon + peer.lon) / 2 } : (me ?? peer);
    if (middle && this.offline) grid.setData({ type: 'Feature', properties: {}, geometry: gridAround(middle) });
  }

  private look(atOnce: boolean): void {
    const { me, peer } = this.shown ?? { me: null, peer: null };
    if (this.following === 'free') return;
    const duration = atOnce || this.still ? 0 : 600;
    const one = this.following === 'me' ? me : me && peer ? null : (me ?? peer);
    if (one) this.map.easeTo({ center: [one.lon, one.lat], zoom: Math.max(15.5, this.map.getZoom()), duration });
    else if (me && peer) {
      const bounds = new LngLatBounds([me.lon, me.lat], [me.lon, me.lat]).extend([peer.lon, peer.lat]);
      this.map.fitBounds(bounds, { padding: PADDING_PX, maxZoom: 18, duration });
    }
  }
}
