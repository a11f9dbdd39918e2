import { aspnetIdentity } from './aspnet-identity.ts';
import { authjs } from './authjs.ts';
import { betterAuth } from './better-auth.ts';
import type { AuthStack } from './contract.ts';
import { deviseJwt } from './devise-jwt.ts';
import { directus } from './directus.ts';
import { djRestAuth } from './dj-rest-auth.ts';
import { djangoOauthToolkit } from './django-oauth-toolkit.ts';
import { djangoSession } from './django-session.ts';
import { expressCookie } from './express-cookie.ts';
import { fastapi } from './fastapi.ts';
import { fastapiUsers } from './fastapi-users.ts';
import { firebaseEmulator } from './firebase-emulator.ts';
import { flaskJwtExtended } from './flask-jwt-extended.ts';
import { keycloak } from './keycloak.ts';
import { laravelJwtAuth } from './laravel-jwt-auth.ts';
import { laravelSanctum } from './laravel-sanctum.ts';
import { oauthClientCredentials } from './oauth-client-credentials.ts';
import { oidc } from './oidc.ts';
import { sessionCookie } from './session-cookie.ts';
import { simplejwt } from './simplejwt.ts';
import { springAuthorizationServer } from './spring-authorization-server.ts';
import { strapi } from './strapi.ts';
import { supabase } from './supabase.ts';

/**
 * The auth stacks that `--preset` accepts, in the order in which detection tries them. A special case stands before the
 * general one, and a token login before the session login of the same server.
 */
export const authStacks: readonly AuthStack[] = [
  simplejwt,
  djRestAuth,
  directus,
  betterAuth,
  authjs,
  strapi,
  supabase,
  firebaseEmulator,
  laravelJwtAuth,
  deviseJwt,
  flaskJwtExtended,
  fastapiUsers,
  fastapi,
  aspnetIdentity,
  djangoOauthToolkit,
  keycloak,
  springAuthorizationServer,
  oidc,
  oauthClientCredentials,
  laravelSanctum,
  djangoSession,
  sessionCookie,
  expressCookie,
];

export const authStackNamed = (id: string): AuthStack | undefined => authStacks.find((stack) => stack.id === id);
