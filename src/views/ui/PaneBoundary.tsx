import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Callout } from './Callout.tsx';
import './PaneBoundary.css';

interface PaneBoundaryProps {
  /** What is inside, as a sentence names it: "the list of records". */
  readonly name: string;
  /** When this changes (another file), the pane gets a fresh start. */
  readonly resetKey?: string;
  readonly children: ReactNode;
}

interface PaneBoundaryState {
  readonly error: Error | null;
  readonly resetKey: string | undefined;
}

/** Keeps a pane that fails from taking the page with it: says what broke, and offers to try again. */
export class PaneBoundary extends Component<PaneBoundaryProps, PaneBoundaryState> {
  override state: PaneBoundaryState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<PaneBoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(
    props: PaneBoundaryProps,
    state: PaneBoundaryState,
  ): Partial<PaneBoundaryState> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // biome-ignore lint/suspicious/noConsole: the pane tells the user; the stack is for whoever mends it
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="pane-boundary" role="alert">
        <Callout
          tone="bad"
          title={`Shardscope failed to show ${this.props.name}.`}
          actions={<Button onClick={() => this.setState({ error: null })}>Try again</Button>}
        >
          <p>This is a fault of the page, not of your file. Everything around it still works.</p>
          <p className="pane-boundary-error">{error.message}</p>
        </Callout>
      </div>
    );
  }
}
