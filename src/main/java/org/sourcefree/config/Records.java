package org.sourcefree.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Makes records and takes them apart. */
final class Records {
  private Records() {}

  /**
   * Calls a record's canonical constructor; what it throws passes through.
   *
   * @param values one for each component, of its type
   */
  static Object create(Class<?> type, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw passedOn(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record must have its canonical constructor", e);
    }
  }

  /** The value of a component. */
  static Object get(Object owner, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (InvocationTargetException e) {
      throw passedOn(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's component must be readable", e);
    }
  }

  private static RuntimeException passedOn(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a record's constructor must throw no checked exception", e);
  }
}
