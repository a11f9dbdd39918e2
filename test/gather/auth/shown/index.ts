import type { ShownServer } from './contract.ts';
import { djangoSession, djRestAuth, simplejwt } from './django.ts';
import { authjs, betterAuth, firebaseEmulator, sessionCookie, strapi, supabase } from './node.ts';
import {
  clientCredentials,
  djangoOauthToolkit,
  keycloak,
  keycloakRealm,
  oidc,
  springAuthorizationServer,
} from './oauth.ts';
import { aspnetIdentity, directus } from './others.ts';
import { deviseJwt, laravelJwtAuth, laravelSanctum } from './php-and-ruby.ts';
import { fastapi, fastapiUsers, fastapiWithoutDocuments, fastapiWithRefresh, flaskJwtExtended } from './python.ts';

/** Servers of each stack that can be recognised, as they answer before a sign-in. */
export const shownServers: readonly ShownServer[] = [
  simplejwt,
  djRestAuth,
  djangoSession,
  djangoOauthToolkit,
  directus,
  aspnetIdentity,
  keycloak,
  keycloakRealm,
  springAuthorizationServer,
  oidc,
  clientCredentials,
  fastapi,
  fastapiWithoutDocuments,
  fastapiWithRefresh,
  fastapiUsers,
  flaskJwtExtended,
  strapi,
  betterAuth,
  authjs,
  firebaseEmulator,
  supabase,
  sessionCookie,
  laravelSanctum,
  laravelJwtAuth,
  deviseJwt,
];
