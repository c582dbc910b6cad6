import Svg, { Path } from 'react-native-svg';

export type DrawingProps = { path: string; size: number; box?: number; color: string; line?: number; label?: string };

/** One path in one colour: filled, or drawn with a line of that width. */
export function Drawing({ path, size, box = 24, color, line, label }: DrawingProps) {
  return (
    <Svg width={size} height={size} viewBox={`0 0 ${box} ${box}`} accessible={!!label} aria-label={label}>
      <Path
        d={path}
        fill={line ? 'none' : color}
        stroke={line ? color : 'none'}
        strokeWidth={line}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </Svg>
  );
}
