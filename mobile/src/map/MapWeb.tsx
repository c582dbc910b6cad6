import { useEffect, useRef, useState } from 'react';
import { StyleSheet, View } from 'react-native';

import { Press } from '../ui/Press';
import { space, useColors } from '../ui/theme';
import { useReducedMotion } from '../ui/useReducedMotion';
import type { MapProps } from './Radar';
import { Scene, type Following } from './Scene';

/** Its style sheet, asked for with the map and not before. */
function addStyles(): void {
  if (document.querySelector('link[href="/maplibre-gl.css"]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/maplibre-gl.css';
  document.head.append(link);
}
addStyles();

/** Both people on a map that can be moved; while nobody moves it, it keeps both in sight. */
export default function MapWeb({ styleUrl, ...props }: MapProps & { styleUrl: string }) {
  const colors = useColors();
  const still = useReducedMotion();
  const box = useRef<View>(null);
  const scene = useRef<Scene | null>(null);
  const [following, setFollowing] = useState<Following>('both');
  const latest = useRef({ props, colors });

  useEffect(() => {
    const made = new Scene(box.current as unknown as HTMLElement, latest.current.colors, still, styleUrl, () =>
      setFollowing('free'),
    );
    scene.current = made;
    made.show(latest.current.props, latest.current.colors);
    return () => {
      scene.current = null;
      made.remove();
    };
  }, [still, styleUrl]);
  useEffect(() => {
    latest.current = { props, colors };
    scene.current?.show(props, colors);
  });

  const follow = (what: Following) => {
    setFollowing(what);
    scene.current?.follow(what);
  };
  return (
    <View style={styles.map} testID="map" onLayout={() => scene.current?.resize()}>
      <View ref={box} style={StyleSheet.absoluteFill} />
      <View style={styles.buttons}>
        {following !== 'both' && props.me && props.peer && (
          <Press look="plain" label="Both" onPress={() => follow('both')} testID="follow-both" />
        )}
        {following !== 'me' && props.me && (
          <Press look="plain" label="Me" onPress={() => follow('me')} testID="follow-me" />
        )}
      </View>
    </View>
  );
}

const styles = StyleSheet.create({
  map: { flex: 1, minHeight: 220 },
  buttons: { position: 'absolute', right: space.s, bottom: space.s, gap: space.s, flexDirection: 'row' },
});
