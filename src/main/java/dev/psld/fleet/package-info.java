/**
 * A queue of jobs on NATS JetStream, for agents of many machines: jobs in a work-queue stream, files in an object store, claims
 * and ends in key–value buckets.
 */
@NullMarked
package dev.psld.fleet;

import org.jspecify.annotations.NullMarked;
