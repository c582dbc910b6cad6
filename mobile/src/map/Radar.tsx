import { useState } from 'react';
import { StyleSheet, View } from 'react-native';

import { formatDistance, type Units } from '../geo/format';
import type { Location } from '../live/frames';
import { Words } from '../ui/Words';
import { space, useColors } from '../ui/theme';

export type MapProps = {
  me: Location | null;
  peer: Location | null;
  peerFresh: boolean;
  peerName: string;
  units: Units;
};

const MARGIN = 70;
const steps = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000];

/** Both people on a drawn grid with a scale: north is up, and no tile is needed. */
export function Radar({ me, peer, peerFresh, peerName, units }: MapProps) {
  const colors = useColors();
  const [size, setSize] = useState({ width: 320, height: 320 });
  const middle = me && peer ? { lat: (me.lat + peer.lat) / 2, lon: (me.lon + peer.lon) / 2 } : (me ?? peer);
  const at = (place: Location) => ({
    east: middle ? (place.lon - middle.lon) * 111_320 * Math.cos((middle.lat * Math.PI) / 180) : 0,
    north: middle ? (place.lat - middle.lat) * 111_320 : 0,
  });
  const far = Math.max(
    10,
    ...[me, peer].map((one) => (one ? Math.max(Math.abs(at(one).east), Math.abs(at(one).north)) : 0)),
  );
  const pixelsPerMeter = Math.max(40, Math.min(size.width, size.height) / 2 - MARGIN) / far;
  const step = steps.find((one) => one * pixelsPerMeter >= 44) ?? 1_000_000;
  const cell = step * pixelsPerMeter;
  const lines = (length: number) =>
    Array.from({ length: Math.min(60, Math.floor(length / cell) + 1) }, (_, index) => index * cell);
  const put = (place: Location) => ({
    transform: [
      { translateX: size.width / 2 + at(place).east * pixelsPerMeter },
      { translateY: size.height / 2 - at(place).north * pixelsPerMeter },
    ],
  });
  const halo = (place: Location) => Math.min(600, 2 * place.accuracy_m * pixelsPerMeter);

  return (
    <View
      testID="map"
      style={[styles.map, { backgroundColor: colors.background }]}
      onLayout={({ nativeEvent: { layout } }) => setSize({ width: layout.width, height: layout.height })}
    >
      {lines(size.width).map((x) => (
        <View key={`x${x}`} style={[styles.column, { left: x, backgroundColor: colors.grid }]} />
      ))}
      {lines(size.height).map((y) => (
        <View key={`y${y}`} style={[styles.row, { top: y, backgroundColor: colors.grid }]} />
      ))}
      {me && (
        <View testID="marker-me" role="img" aria-label="You" style={[styles.place, put(me)]}>
          <View
            style={[styles.halo, { width: halo(me), height: halo(me), borderRadius: 999, backgroundColor: colors.me }]}
          />
          <View style={[styles.circle, { backgroundColor: colors.me, borderColor: colors.surface }]} />
        </View>
      )}
      {peer && (
        <View testID="marker-peer" role="img" aria-label={peerName} style={[styles.place, put(peer)]}>
          <View
            style={[
              styles.halo,
              {
                width: halo(peer),
                height: halo(peer),
                borderRadius: 999,
                backgroundColor: peerFresh ? colors.peer : colors.muted,
              },
            ]}
          />
          <View
            style={[
              styles.diamond,
              { backgroundColor: peerFresh ? colors.peer : colors.muted, borderColor: colors.surface },
            ]}
          />
        </View>
      )}
      <View style={styles.scale}>
        <View style={[styles.bar, { width: cell, backgroundColor: colors.ink }]} />
        <Words kind="label">{formatDistance(step, units)}</Words>
      </View>
    </View>
  );
}

const styles = StyleSheet.create({
  map: { flex: 1, overflow: 'hidden', minHeight: 220 },
  column: { position: 'absolute', top: 0, bottom: 0, width: 1 },
  row: { position: 'absolute', left: 0, right: 0, height: 1 },
  place: { position: 'absolute', left: 0, top: 0, width: 0, height: 0, alignItems: 'center', justifyContent: 'center' },
  halo: { position: 'absolute', opacity: 0.18 },
  circle: { position: 'absolute', width: 26, height: 26, borderRadius: 13, borderWidth: 3 },
  diamond: {
    position: 'absolute',
    width: 24,
    height: 24,
    borderRadius: 5,
    borderWidth: 3,
    transform: [{ rotate: '45deg' }],
  },
  scale: { position: 'absolute', left: space.m, top: space.m, gap: space.xs },
  bar: { height: 3, borderRadius: 2 },
});
