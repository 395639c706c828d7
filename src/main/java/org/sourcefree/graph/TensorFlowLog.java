package org.sourcefree.graph;

import java.lang.reflect.Constructor;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.TensorFlow;

/**
 * What TensorFlow's natives themselves write to standard error. TensorFlow 2.18 has two logs: its
 * own heeds {@code TF_CPP_MIN_LOG_LEVEL} (0 for all, 1 without notes, 2 without warnings, 3 without
 * errors either, which come as exceptions), the other, Abseil's, does not. Here it does.
 */
public final class TensorFlowLog {
  private static final String VARIABLE = "TF_CPP_MIN_LOG_LEVEL";

  /** {@code void absl::SetMinLogLevel(absl::LogSeverityAtLeast)}, whose levels are the same. */
  private static final String SET_LEVEL =
      "_ZN4absl12lts_2023080214SetMinLogLevelENS0_18LogSeverityAtLeastE";

  static {
    String level = System.getenv(VARIABLE);
    if (level != null && level.matches("[0-3]")) {
      // Brings the natives.
      TensorFlow.version();
      Pointer function = Loader.addressof(SET_LEVEL);
      if (function != null) {
        new Function(function).call(Long.parseLong(level));
      }
    }
  }

  private TensorFlowLog() {}

  /** Has Abseil's log heed the variable, if it is set; called before a session runs. */
  public static void heedVariable() {
    // The class's initialiser does it, once.
  }

  /**
   * A C function of one number. JavaCPP calls only functions that were compiled into it, but for
   * those that free memory: as such it calls this one.
   */
  private static final class Function extends Pointer {
    Function(Pointer address) {
      super(address);
    }

    void call(long argument) {
      try {
        Constructor<NativeDeallocator> constructor =
            NativeDeallocator.class.getDeclaredConstructor(Pointer.class, long.class, long.class);
        constructor.setAccessible(true);
        constructor.newInstance(this, argument, address()).deallocate();
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("JavaCPP calls no function by its address", e);
      }
    }
  }
}
