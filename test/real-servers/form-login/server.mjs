// Express with express-session: a login form, which answers 302 with a Location, and a JSON page of the session.
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import { account, QUICK_HASH, serve } from '../shared/server.mjs';

const salt = randomBytes(16);
const hashOf = (password) => scryptSync(password, salt, 32, QUICK_HASH);
const users = new Map([[account.username, hashOf(account.password)]]);

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: randomBytes(32).toString('hex'), resave: false, saveUninitialized: false }));

app.get('/login', (_request, response) => {
  response.send('<form method="post"><input name="username"><input name="password" type="password"></form>');
});

app.post('/login', (request, response, next) => {
  const { username, password } = request.body ?? {};
  const stored = users.get(username);
  if (stored === undefined || !timingSafeEqual(stored, hashOf(String(password))))
    return response.redirect('/login?error=1');
  // A new id, so that the session of a visitor cannot be fixed before the login.
  return request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.user = username;
    return response.redirect('/dashboard');
  });
});

const signedIn = (request, response, next) => (request.session.user ? next() : response.redirect('/login'));

app.get('/dashboard', signedIn, (request, response) => response.send(`<h1>Hello ${request.session.user}</h1>`));
app.get('/dashboard.json', signedIn, (request, response) => response.json({ user: request.session.user }));

app.post('/logout', (request, response) => request.session.destroy(() => response.redirect('/login')));

await serve(() => app);
