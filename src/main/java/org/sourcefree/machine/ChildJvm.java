package org.sourcefree.machine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process of the same installation and class path as this one. */
public final class ChildJvm {
  /** What silences the warnings of newer JDKs, and the JDK from which each option is known. */
  private static final List<Option> QUIET =
      List.of(
          new Option(23, "--sun-misc-unsafe-memory-access=allow"),
          new Option(24, "--enable-native-access=ALL-UNNAMED"));

  private ChildJvm() {}

  private record Option(int since, String text) {}

  /** This process's own options of Java. */
  public static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * The process, not started yet.
   *
   * @param options of Java
   * @param main class with a main method
   * @param arguments of it
   */
  public static ProcessBuilder of(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    QUIET.stream()
        .filter(quiet -> Runtime.version().feature() >= quiet.since)
        .map(Option::text)
        .filter(text -> !options.contains(text))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
