// Asks for the token of a server that others can reach.

import * as api from './api.js';
import { $, trouble } from './dom.js';

// Ends when the server lets the browser in.
export async function signedIn() {
  const { open } = await api.session();
  if (open) {
    return;
  }
  $('work').hidden = true;
  $('sign-in').hidden = false;
  $('token').focus();
  await new Promise((resolve) => {
    $('sign-in-form').addEventListener('submit', async (e) => {
      e.preventDefault();
      try {
        await api.signIn($('token').value);
        trouble('');
        resolve();
      } catch (error) {
        trouble(error.message);
      }
    });
  });
  $('token').value = '';
  $('sign-in').hidden = true;
  $('work').hidden = false;
}
