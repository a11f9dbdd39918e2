/** A package or an image that says what the server is. */
export interface KnownPart {
  readonly title: string;
  /** The id of the auth stack that it brings. */
  readonly stack?: string;
  /** Where its server listens by default. */
  readonly port?: number;
}

/** By the name of the package in its registry; the more specific ones first. */
export const knownParts: Readonly<Record<string, KnownPart>> = {
  'djangorestframework-simplejwt': { title: 'SimpleJWT', stack: 'simplejwt', port: 8000 },
  'dj-rest-auth': { title: 'dj-rest-auth', stack: 'dj-rest-auth', port: 8000 },
  'django-oauth-toolkit': { title: 'Django OAuth Toolkit', stack: 'django-oauth-toolkit', port: 8000 },
  django: { title: 'Django', port: 8000 },
  'fastapi-users': { title: 'FastAPI Users', stack: 'fastapi-users', port: 8000 },
  fastapi: { title: 'FastAPI', port: 8000 },
  'flask-jwt-extended': { title: 'Flask-JWT-Extended', stack: 'flask-jwt-extended', port: 5000 },
  flask: { title: 'Flask', port: 5000 },
  'better-auth': { title: 'better-auth', stack: 'better-auth', port: 3000 },
  'next-auth': { title: 'Auth.js', stack: 'authjs', port: 3000 },
  '@auth/express': { title: 'Auth.js', stack: 'authjs', port: 3000 },
  '@strapi/strapi': { title: 'Strapi', stack: 'strapi', port: 1337 },
  directus: { title: 'Directus', stack: 'directus', port: 8055 },
  'oidc-provider': { title: 'oidc-provider', stack: 'oidc', port: 3000 },
  next: { title: 'Next.js', port: 3000 },
  nuxt: { title: 'Nuxt', port: 3000 },
  '@nestjs/core': { title: 'Nest', port: 3000 },
  express: { title: 'Express', port: 3000 },
  fastify: { title: 'Fastify', port: 3000 },
  koa: { title: 'Koa', port: 3000 },
  hono: { title: 'Hono', port: 3000 },
  '@angular/core': { title: 'Angular', port: 4200 },
  vite: { title: 'Vite', port: 5173 },
  'laravel/sanctum': { title: 'Laravel Sanctum', stack: 'laravel-sanctum', port: 8000 },
  'tymon/jwt-auth': { title: 'jwt-auth for Laravel', stack: 'laravel-jwt-auth', port: 8000 },
  'php-open-source-saver/jwt-auth': { title: 'jwt-auth for Laravel', stack: 'laravel-jwt-auth', port: 8000 },
  'laravel/framework': { title: 'Laravel', port: 8000 },
  'symfony/framework-bundle': { title: 'Symfony', port: 8000 },
  'devise-jwt': { title: 'devise-jwt', stack: 'devise-jwt', port: 3000 },
  rails: { title: 'Rails', port: 3000 },
  sinatra: { title: 'Sinatra', port: 4567 },
  'spring-boot-starter-oauth2-authorization-server': {
    title: 'Spring Authorization Server',
    stack: 'spring-authorization-server',
    port: 8080,
  },
  'spring-security-oauth2-authorization-server': {
    title: 'Spring Authorization Server',
    stack: 'spring-authorization-server',
    port: 8080,
  },
  'spring-boot-starter-web': { title: 'Spring Boot', port: 8080 },
  'spring-boot-starter-webflux': { title: 'Spring Boot', port: 8080 },
  'microsoft.aspnetcore.identity.entityframeworkcore': {
    title: 'ASP.NET Identity',
    stack: 'aspnet-identity',
    port: 5000,
  },
  'microsoft.net.sdk.web': { title: 'ASP.NET Core', port: 5000 },
  'keycloak/keycloak': { title: 'Keycloak', stack: 'keycloak', port: 8080 },
  'directus/directus': { title: 'Directus', stack: 'directus', port: 8055 },
  'supabase/gotrue': { title: 'Supabase Auth', stack: 'supabase', port: 9999 },
};

/** Apps of Django settings, by the package that brings them. */
export const djangoApps: Readonly<Record<string, string>> = {
  rest_framework_simplejwt: 'djangorestframework-simplejwt',
  dj_rest_auth: 'dj-rest-auth',
  oauth2_provider: 'django-oauth-toolkit',
};
