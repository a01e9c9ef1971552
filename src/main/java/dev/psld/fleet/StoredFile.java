package dev.psld.fleet;

/**
 * A file in the object store, which checks its digest. Immutable.
 *
 * @param suffix what follows the photo's stem in its name: {@code .jpg}, {@code .mask.png}, {@code -s1.png}
 * @param object its name in the store
 * @param size bytes
 */
record StoredFile(String suffix, String object, long size) {}
