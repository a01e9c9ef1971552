/** The page and its API: by the bytes that clients send, and in a real browser. */
package dev.psld.web;
