export { Busy } from './Busy.tsx';
export {
  Button,
  type ButtonProps,
  type ButtonSize,
  type ButtonVariant,
  IconButton,
  type IconButtonProps,
} from './Button.tsx';
export { Callout, type CalloutTone } from './Callout.tsx';
export { Badge, Chip, type Tone } from './Chip.tsx';
export { CopyButton } from './CopyButton.tsx';
export { classNames } from './classNames.ts';
export { Dialog } from './Dialog.tsx';
export { formatBytes, formatCount, formatDuration, formatNumberOf, formatOffset } from './format.ts';
export { HEALTH_LOOKS, HealthMark } from './HealthMark.tsx';
export { Icon, type IconName } from './Icon.tsx';
export { IS_MAC, Kbd } from './Kbd.tsx';
export { PaneBoundary } from './PaneBoundary.tsx';
export { Segmented, type SegmentedOption } from './Segmented.tsx';
export { SplitHandle } from './SplitHandle.tsx';
export { type ShortcutOptions, useCommand, useShortcut } from './useCommand.ts';
export { NARROW, useMediaQuery } from './useMediaQuery.ts';
