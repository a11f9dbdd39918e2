/**
 * How one family of auth servers is spoken to. Pure data: `requests.ts` turns it into requests and reads the answers.
 * Token places are dotted paths into the JSON body.
 */
export interface AuthStack {
  readonly id: string;
  readonly title: string;
  readonly login: { readonly path: string; readonly usernameField: string; readonly passwordField: string };
  readonly tokens: { readonly access: string; readonly refresh: string };
  readonly refresh: { readonly path: string; readonly field: string };
  readonly logout: { readonly path: string; readonly field: string } | null;
  /** Protected GET routes to try, likeliest first; `--api` names another. */
  readonly apiPaths: readonly string[];
  /** Fields sent besides, for stacks that want them. */
  readonly constant: Readonly<Record<string, string>>;
}
