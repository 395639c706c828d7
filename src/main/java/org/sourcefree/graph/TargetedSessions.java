package org.sourcefree.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/** Sessions in a server of TensorFlow's distributed runtime, to which Java's API has no way. */
public final class TargetedSessions {
  private TargetedSessions() {}

  /**
   * Opens a session.
   *
   * @param address of the server, as {@code grpc://host:port}
   */
  @SuppressWarnings("try")
  public static Session open(Graph graph, String address, ConfigProto config) {
    // Everything made below but the session is freed with the scope.
    try (PointerScope ignored = new PointerScope()) {
      Field handle = Graph.class.getDeclaredField("nativeHandle");
      handle.setAccessible(true);
      Constructor<Session> constructor =
          Session.class.getDeclaredConstructor(Graph.class, TF_Session.class);
      constructor.setAccessible(true);
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      tensorflow.TF_SetTarget(options, address);
      byte[] bytes = config.toByteArray();
      tensorflow.TF_SetConfig(options, new BytePointer(bytes), bytes.length, status);
      status.throwExceptionIfNotOK();
      TF_Graph nativeGraph = (TF_Graph) Objects.requireNonNull(handle.get(graph));
      TF_Session session = TF_Session.newSession(nativeGraph, options, status);
      status.throwExceptionIfNotOK();
      return constructor.newInstance(graph, session.<TF_Session>retainReference());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TensorFlow Java must be of the version built with", e);
    }
  }
}
