package org.sourcefree.torch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a checkpoint holds objects that were not read, and what they are. */
final class UnreadObjects {
  private static final int MOST = 50;
  private static final int DEEPEST = 8;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Place> left = new ArrayDeque<>();
  private final List<String> found = new ArrayList<>();

  private UnreadObjects() {}

  private record Place(String path, int depth, Object value) {

    Place inside(Object key, Object inner) {
      String name = TensorFile.Entry.printable(String.valueOf(key));
      return new Place(path.isEmpty() ? name : path + "." + name, depth + 1, inner);
    }
  }

  /** Each with its keys and its class in Python, the first fifty. */
  static List<String> in(Object checkpoint) {
    UnreadObjects objects = new UnreadObjects();
    objects.left.add(new Place("", 0, checkpoint));
    while (!objects.left.isEmpty()) {
      objects.look(objects.left.remove());
    }
    int more = objects.found.size() - MOST;
    if (more > 0) {
      objects.found.subList(MOST, objects.found.size()).clear();
      objects.found.add("and %d more".formatted(more));
    }
    return objects.found;
  }

  private void look(Place place) {
    if (place.value instanceof SkippedObject object) {
      found.add("%s (%s)".formatted(place.path, object.name()));
    } else if (place.depth < DEEPEST && seen.add(place.value)) {
      if (place.value instanceof Map<?, ?> map) {
        map.forEach((key, value) -> add(place, key, value));
      } else if (place.value instanceof List<?> list) {
        addAll(place, list);
      } else if (place.value instanceof Object[] tuple) {
        addAll(place, Arrays.asList(tuple));
      }
    }
  }

  private void addAll(Place place, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      add(place, i, values.get(i));
    }
  }

  /** Only what can be or hold an object. */
  private void add(Place place, Object key, Object value) {
    if (value instanceof SkippedObject
        || value instanceof Map<?, ?>
        || value instanceof List<?>
        || value instanceof Object[]) {
      left.add(place.inside(key, value));
    }
  }
}
