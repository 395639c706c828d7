package org.sourcefree;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Circles of files: top-level classes of one package that depend on each other, each with its
 * nested classes. The permits clause of a sealed type is no dependency; what the type does with its
 * kinds is.
 */
final class FileCircles {
  private final Map<String, Set<String>> uses = new TreeMap<>();

  private FileCircles(JavaClasses classes) {
    for (JavaClass each : classes) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass other = dependency.getTargetClass().getBaseComponentType();
        if (other.getPackageName().equals(each.getPackageName())
            && !file(other).equals(file(each))) {
          uses.computeIfAbsent(file(each), name -> new TreeSet<>()).add(file(other));
        }
      }
    }
  }

  /** Every circle as {@code "package: File, File"}, all files that reach each other in one. */
  static List<String> of(JavaClasses classes) {
    FileCircles graph = new FileCircles(classes);
    Set<String> circles = new TreeSet<>();
    for (String file : graph.uses.keySet()) {
      List<String> circle = new ArrayList<>(graph.reachedFrom(file));
      circle.removeIf(other -> !graph.reachedFrom(other).contains(file));
      if (!circle.isEmpty()) {
        circles.add(named(circle));
      }
    }
    return List.copyOf(circles);
  }

  private Set<String> reachedFrom(String file) {
    Set<String> reached = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of(file));
    while (!open.isEmpty()) {
      for (String next : uses.getOrDefault(open.remove(open.size() - 1), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static String named(List<String> circle) {
    int dot = circle.get(0).lastIndexOf('.');
    List<String> names = circle.stream().map(file -> file.substring(dot + 1)).toList();
    String packageName = circle.get(0).substring("org.sourcefree.".length(), dot);
    return packageName + ": " + String.join(", ", names);
  }

  private static String file(JavaClass each) {
    String name = each.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
