/** The little of AbortSignal that core hands on; core is compiled without the types of any platform. */
interface AbortSignal {
  readonly aborted: boolean;
}
