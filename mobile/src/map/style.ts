import type { StyleSpecification } from 'maplibre-gl';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import land from 'world-atlas/land-110m.json';

import type { Place } from '../geo/distance';
import type { Colors } from '../ui/theme';

const METERS_PER_DEGREE = 111_320;
const STEP_M = 100;
const LINES = 20;

const topology = land as unknown as Topology;
const coasts = feature(topology, topology.objects['land']!);

/** The base map without a network: coasts from afar, nothing but a colour from near. */
export function offlineStyle(colors: Colors): StyleSpecification {
  return {
    version: 8,
    sources: { land: { type: 'geojson', data: coasts } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colors.background } },
      { id: 'land', type: 'fill', source: 'land', maxzoom: 9, paint: { 'fill-color': colors.grid } },
    ],
  };
}

/** Lines a hundred metres apart around a place, so that distances can be seen where no map is. */
export function gridAround({ lat, lon }: Place): GeoJSON.MultiLineString {
  const north = STEP_M / METERS_PER_DEGREE;
  const east = north / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const [atLat, atLon] = [Math.round(lat / north) * north, Math.round(lon / east) * east];
  const coordinates = Array.from({ length: 2 * LINES + 1 }, (_, index) => index - LINES).flatMap((index) => [
    [
      [atLon + index * east, atLat - LINES * north],
      [atLon + index * east, atLat + LINES * north],
    ],
    [
      [atLon - LINES * east, atLat + index * north],
      [atLon + LINES * east, atLat + index * north],
    ],
  ]);
  return { type: 'MultiLineString', coordinates };
}

/** Everything within `meters` of a place. */
export function circleAround({ lat, lon }: Place, meters: number): GeoJSON.Polygon {
  const north = meters / METERS_PER_DEGREE;
  const east = north / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring = Array.from({ length: 49 }, (_, index) => {
    const angle = (2 * Math.PI * index) / 48;
    return [lon + east * Math.sin(angle), lat + north * Math.cos(angle)];
  });
  return { type: 'Polygon', coordinates: [ring] };
}
