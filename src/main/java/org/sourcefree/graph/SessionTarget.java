package org.sourcefree.graph;

/**
 * A server of TensorFlow's distributed runtime in this process, in which sessions run.
 *
 * @param address as {@code grpc://host:port}
 * @param task the server's own, as {@code /job:worker/task:1}, whose devices alone are used
 * @param leader the task that leads collective operations, as {@code /job:worker/replica:0/task:0}
 */
public record SessionTarget(String address, String task, String leader) {}
