import type { DrawingProps } from './Drawing.native';

/** The same with the browser's own element: no library is loaded for it. */
export function Drawing({ path, size, box = 24, color, line, label }: DrawingProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${box} ${box}`}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path
        d={path}
        fill={line ? 'none' : color}
        stroke={line ? color : 'none'}
        strokeWidth={line}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
