package org.sourcefree.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.sourcefree.image.ImageSize;
import org.sourcefree.savedmodel.SavedModelFile;
import org.tensorflow.proto.SignatureDef;

/**
 * Programs of others that load a served model in a process of their own and run it on the images
 * I.rgb and files I.file of a folder; they write I.pixels.labels, I.pixels.confidence,
 * I.file.labels and I.file.confidence beside them.
 */
public enum ForeignLoader {
  /** Deep Java Library's TensorFlow engine. */
  DJL,
  /** A few lines of C on TensorFlow's C API. */
  C;

  private static final Path SOURCES = Path.of("src/test/resources/serving");
  private static final Path DJL_JARS = Path.of("target/djl");

  /** Whether the compiler that it needs is there. */
  public boolean isAvailable() throws InterruptedException {
    try {
      return this == DJL || new ProcessBuilder("gcc", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs it on images of one size. */
  public void run(Path model, Path folder, int images, ImageSize size) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(this == DJL ? djl() : compiled(folder));
    command.addAll(List.of(model.toString(), folder.toString(), Integer.toString(images)));
    command.add(Integer.toString(size.height()));
    command.add(Integer.toString(size.width()));
    if (this == C) {
      command.addAll(tensors(model, "serving_default", "images"));
      command.addAll(tensors(model, "serving_bytes", "bytes"));
    }
    execute(command);
  }

  private static List<String> djl() throws IOException {
    try (Stream<Path> jars = Files.list(DJL_JARS)) {
      String path = String.join(File.pathSeparator, jars.map(Path::toString).toList());
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String program = SOURCES.resolve("Serve.java").toString();
      return List.of(java, "-Xmx1g", "-Dai.djl.offline=true", "-cp", path, program);
    }
  }

  private static List<String> compiled(Path folder) throws Exception {
    String program = folder.resolve("serve").toString();
    Path libraries = libraries();
    execute(
        List.of(
            "gcc",
            "-Wall",
            "-Werror",
            "-o",
            program,
            SOURCES.resolve("serve.c").toString(),
            libraries.resolve("libtensorflow_cc.so.2").toString(),
            libraries.resolve("libtensorflow_framework.so.2").toString(),
            "-Wl,-rpath," + libraries));
    return List.of(program);
  }

  private static List<String> tensors(Path model, String key, String input) {
    SignatureDef signature = SavedModelFile.read(model).graph().getSignatureDefOrThrow(key);
    return List.of(
        signature.getInputsOrThrow(input).getName(),
        signature.getOutputsOrThrow("labels").getName(),
        signature.getOutputsOrThrow("confidence").getName());
  }

  private static void execute(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TENSORFLOW_LIBRARY_PATH", libraries().toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + said);
    }
  }

  /** Where JavaCPP unpacked TensorFlow's libraries. */
  private static Path libraries() {
    Path wrapper = Path.of(Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class));
    return wrapper.toAbsolutePath().getParent();
  }
}
