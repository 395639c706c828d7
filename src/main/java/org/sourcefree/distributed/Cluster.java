package org.sourcefree.distributed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;

/**
 * The processes that take a run's steps together, and which of them this one is, as TF_CONFIG says:
 * {@code {"cluster": {"worker": ["host:port", …]}, "task": {"type": "worker", "index": 0}}}. A job
 * named chief, of one process, stands before the workers.
 *
 * @param addresses of all as host:port, the chief's first
 * @param index this process's
 */
public record Cluster(List<String> addresses, int index) {
  /** The environment variable that says it. */
  public static final String VARIABLE = "TF_CONFIG";

  private static final String CHIEF = "chief";
  private static final String WORKER = "worker";
  private static final String ADDRESS =
      "[^\\s:/]+:[1-9][0-9]{0,4}|\\[[0-9a-fA-F:.]+]:[1-9][0-9]{0,4}";
  private static final int LARGEST_PORT = 65_535;

  /** A worker's place by its number counts in a bit of a long. */
  private static final int MOST = 60;

  /** Copies the list. */
  public Cluster {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads TF_CONFIG.
   *
   * @param text of the variable; absent or blank where it is not set
   * @return empty for one process alone
   * @throws InvalidInputException if it is wrong
   */
  public static Optional<Cluster> of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> root = Json.map(text, VARIABLE);
    if (root.get("cluster") == null) {
      return Optional.empty();
    }
    Map<?, ?> jobs = object(root, "cluster");
    for (Object job : jobs.keySet()) {
      if (!job.equals(CHIEF) && !job.equals(WORKER)) {
        throw wrong("cluster must have workers and at most a chief, found " + job);
      }
    }
    List<String> chiefs = addresses(jobs, CHIEF);
    List<String> all = new ArrayList<>(chiefs);
    all.addAll(addresses(jobs, WORKER));
    check(chiefs, all);
    Map<?, ?> task = object(root, "task");
    int index = index(task, chiefs.size(), all.size() - chiefs.size());
    return all.size() == 1 ? Optional.empty() : Optional.of(new Cluster(all, index));
  }

  /** The variable's text for a worker of some. */
  public static String text(List<String> addresses, int index) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("type", WORKER);
    task.put("index", index);
    Map<String, Object> variable = new LinkedHashMap<>();
    variable.put("cluster", Map.of(WORKER, addresses));
    variable.put("task", task);
    return Json.line(variable);
  }

  private static int index(Map<?, ?> task, int chiefs, int workers) {
    Object type = task.get("type");
    if (!CHIEF.equals(type) && !WORKER.equals(type)) {
      throw wrong("task.type must be worker or chief, got " + type);
    }
    int tasks = CHIEF.equals(type) ? chiefs : workers;
    Object index = task.get("index");
    if (!(index instanceof Integer number) || number < 0 || number >= tasks) {
      throw wrong(
          "task.index must be from 0 to %d for a %s, got %s".formatted(tasks - 1, type, index));
    }
    return CHIEF.equals(type) ? number : chiefs + number;
  }

  private static void check(List<String> chiefs, List<String> all) {
    if (all.isEmpty() || all.size() > MOST) {
      throw wrong("cluster must name from 1 to %d workers, got %d".formatted(MOST, all.size()));
    }
    if (chiefs.size() > 1) {
      throw wrong("cluster must have one chief at most, got %d".formatted(chiefs.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String address : all) {
      if (!seen.add(address)) {
        throw wrong("cluster must name each address once, got %s twice".formatted(address));
      }
    }
  }

  private static List<String> addresses(Map<?, ?> jobs, String job) {
    Object given = jobs.get(job);
    if (given == null) {
      return List.of();
    }
    if (!(given instanceof List<?> list)) {
      throw wrong("cluster.%s must be a list of host:port, got %s".formatted(job, given));
    }
    List<String> addresses = new ArrayList<>();
    for (Object address : list) {
      if (!(address instanceof String each) || !isAddress(each)) {
        throw wrong("cluster.%s must hold host:port, got %s".formatted(job, address));
      }
      addresses.add(each);
    }
    return addresses;
  }

  private static boolean isAddress(String text) {
    return text.matches(ADDRESS)
        && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= LARGEST_PORT;
  }

  private static Map<?, ?> object(Map<String, @Nullable Object> root, String key) {
    if (root.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong("%s must be an object, got %s".formatted(key, root.get(key)));
  }

  private static InvalidInputException wrong(String what) {
    return new InvalidInputException("%s: %s".formatted(VARIABLE, what));
  }

  /** How many processes there are. */
  public int size() {
    return addresses.size();
  }

  /** Whether this one logs, saves and exports. */
  public boolean isChief() {
    return index == 0;
  }

  /** A worker as it is named to people. */
  public String named(int worker) {
    return "worker %d (%s)".formatted(worker, addresses.get(worker));
  }

  /** This worker's host. */
  String host() {
    String own = addresses.get(index);
    return own.substring(0, own.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
  }

  /** This worker's port. */
  int port() {
    String own = addresses.get(index);
    return Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
  }
}
