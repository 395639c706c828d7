package org.sourcefree.run.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.sourcefree.graph.Faults;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.WriteImageSummary;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * A new file of events for TensorBoard, written by TensorFlow's summary operations. They lie in a
 * graph and a session of their own on the CPU, so that nothing of the model's changes.
 */
public final class EventFile implements AutoCloseable {
  private static final int QUEUE = 1000;
  private static final int FLUSH_MILLISECONDS = 5000;
  private static final int CHANNELS = 3;

  private final Graph graph = new Graph();
  private final Session session =
      new Session(
          graph,
          ConfigProto.newBuilder()
              .setInterOpParallelismThreads(1)
              .putDeviceCount("GPU", 0)
              .build());
  private final Placeholder<TInt64> step;
  private final Placeholder<TString> tag;
  private final Placeholder<TFloat32> value;
  private final Placeholder<TUint8> image;
  private final Op writeScalar;
  private final Op writeImage;
  private final Op flush;
  private final Op close;

  /** Begins a file with a name of its own in a folder that exists. */
  public EventFile(Path folder) {
    Ops tf = Ops.create(graph);
    Operand<?> writer = tf.summary.summaryWriter();
    step = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    tag = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    value = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    image = tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(1, -1, -1, CHANNELS)));
    Op create =
        tf.summary.createSummaryFileWriter(
            writer,
            tf.constant(folder.toString()),
            tf.constant(QUEUE),
            tf.constant(FLUSH_MILLISECONDS),
            tf.constant(""));
    writeScalar = tf.summary.writeScalarSummary(writer, step, tag, value);
    // Shown in place of values that are not finite, which bytes always are.
    Operand<TUint8> unused = tf.constantOf(Tensors.bytes(Shape.of(4), new byte[4]));
    writeImage =
        tf.summary.writeImageSummary(
            writer, step, tag, image, unused, WriteImageSummary.maxImages(1L));
    flush = tf.summary.flushSummaryWriter(writer);
    close = tf.summary.closeSummaryWriter(writer);
    try {
      run(session.runner(), create);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Writes a number. */
  public void scalar(long at, String name, double number) {
    try (TInt64 stepTensor = TInt64.scalarOf(at);
        TString tagTensor = TString.scalarOf(name);
        TFloat32 valueTensor = TFloat32.scalarOf((float) number)) {
      run(
          session.runner().feed(step, stepTensor).feed(tag, tagTensor).feed(value, valueTensor),
          writeScalar);
    }
  }

  /** Writes a picture as a PNG, under the tag {@code NAME/image}. */
  public void image(long at, String name, RgbImage picture) {
    Shape shape = Shape.of(1, picture.height(), picture.width(), CHANNELS);
    try (TInt64 stepTensor = TInt64.scalarOf(at);
        TString tagTensor = TString.scalarOf(name);
        TUint8 imageTensor = Tensors.bytes(shape, picture.pixels())) {
      run(
          session.runner().feed(step, stepTensor).feed(tag, tagTensor).feed(image, imageTensor),
          writeImage);
    }
  }

  /** Hands everything written so far to the disk. */
  public void flush() {
    run(session.runner(), flush);
  }

  @Override
  public void close() {
    try {
      run(session.runner(), close);
    } finally {
      release();
    }
  }

  private void release() {
    session.close();
    graph.close();
  }

  private static void run(Session.Runner runner, Op operation) {
    try {
      runner.addTarget(operation).run().close();
    } catch (TensorFlowException e) {
      throw new UncheckedIOException(new IOException("an event file: " + Faults.sentence(e), e));
    }
  }
}
