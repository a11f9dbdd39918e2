import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { knownParts } from '../../../src/cli/init/dependencies.ts';
import { portsOf, projectIn, stacksOf } from '../../../src/cli/init/project.ts';
import { authStackNamed } from '../../../src/stacks/auth/index.ts';
import { withFolder } from '../whyslow.ts';

const seenIn = (files: Readonly<Record<string, string>>) =>
  withFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return projectIn(folder);
  });

test.each<[file: string, text: string, says: readonly string[], stacks: readonly string[], ports: readonly number[]]>([
  ['manage.py', '#!/usr/bin/env python', ['Django'], [], [8000]],
  [
    'requirements.txt',
    'Django>=4\ndj_rest_auth[with_social]==5\n# fastapi',
    ['dj-rest-auth', 'Django'],
    ['dj-rest-auth'],
    [8000],
  ],
  [
    'requirements-dev.txt',
    'fastapi-users[sqlalchemy]\nfastapi',
    ['FastAPI Users', 'FastAPI'],
    ['fastapi-users'],
    [8000],
  ],
  [
    'pyproject.toml',
    '[project]\ndependencies = [\n  "Flask>=3",\n  "flask-jwt-extended~=4.6",\n]\n',
    ['Flask-JWT-Extended', 'Flask'],
    ['flask-jwt-extended'],
    [5000],
  ],
  ['pyproject.toml', '[tool.poetry.dependencies]\nfastapi = "^0.115"\n', ['FastAPI'], [], [8000]],
  [
    'package.json',
    '{"dependencies":{"next":"15","better-auth":"1"},"scripts":{"dev":"next dev -p 3100"}}',
    ['better-auth', 'Next.js', 'port 3100'],
    ['better-auth'],
    [3100, 3000],
  ],
  [
    'package.json',
    '{"devDependencies":{"vite":"7"},"scripts":{"dev":"PORT=4000 vite --port=5174"}}',
    ['Vite', 'port 4000', 'port 5174'],
    [],
    [4000, 5174, 5173],
  ],
  [
    'composer.json',
    '{"require":{"php":"^8","laravel/framework":"^11","laravel/sanctum":"^4"}}',
    ['Laravel Sanctum', 'Laravel'],
    ['laravel-sanctum'],
    [8000],
  ],
  ['Gemfile', "source 'x'\ngem 'rails', '~> 7'\ngem \"devise-jwt\"\n", ['devise-jwt', 'Rails'], ['devise-jwt'], [3000]],
  ['pom.xml', '<artifactId>spring-boot-starter-web</artifactId>', ['Spring Boot'], [], [8080]],
  [
    'build.gradle.kts',
    'implementation("org.springframework.boot:spring-boot-starter-oauth2-authorization-server:3.3")',
    ['Spring Authorization Server'],
    ['spring-authorization-server'],
    [8080],
  ],
  [
    'Shop.csproj',
    '<Project Sdk="Microsoft.NET.Sdk.Web"><PackageReference Include="Microsoft.AspNetCore.Identity.EntityFrameworkCore" />',
    ['ASP.NET Identity', 'ASP.NET Core'],
    ['aspnet-identity'],
    [5000],
  ],
  [
    'Properties/launchSettings.json',
    '{"applicationUrl":"https://localhost:7001;http://localhost:5080"}',
    ['port 7001', 'port 5080'],
    [],
    [7001, 5080],
  ],
  ['src/main/resources/application.properties', 'server.port=9090\n', ['port 9090'], [], [9090]],
  [
    'docker-compose.yml',
    'services:\n  sso:\n    image: quay.io/keycloak/keycloak:26\n    ports:\n      - "127.0.0.1:8180:8080"\n',
    ['Keycloak', 'port 8180'],
    ['keycloak'],
    [8180, 8080],
  ],
  ['.env', 'export PORT="4100"\nDB_PASSWORD=hunter2\n', ['PORT', 'DB_PASSWORD', 'port 4100'], [], [4100]],
])('%s', async (file, text, says, stacks, ports) =>
  expect(await seenIn({ [file]: text })).toEqual([{ file, says, stacks, ports }]),
);

test('the settings of Django name the auth stack, beside manage.py', async () => {
  const seen = await seenIn({ 'manage.py': '', 'shop/settings.py': "INSTALLED_APPS = ['rest_framework_simplejwt']" });
  expect(seen.map(({ file }) => file)).toEqual(['manage.py', 'shop/settings.py']);
  expect(stacksOf(seen)).toEqual(['simplejwt']);
});

test('ports that files set come before those that frameworks use', async () => {
  const seen = await seenIn({ 'package.json': '{"dependencies":{"express":"5"}}', '.env': 'PORT=4100\n' });
  expect(portsOf(seen)).toEqual([4100, 3000]);
});

test.each([
  ['nothing', {}],
  ['files that name no part', { 'package.json': '{"dependencies":{"left-pad":"1"}}', 'notes.txt': 'django' }],
  ['files that cannot be parsed', { 'package.json': '{', 'composer.json': '[]' }],
])('%s says nothing', async (_what, files) => expect(await seenIn(files)).toEqual([]));

test('every auth stack that a part names exists', () =>
  expect(
    Object.values(knownParts).filter(({ stack }) => stack !== undefined && authStackNamed(stack) === undefined),
  ).toEqual([]));
