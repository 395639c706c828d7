package org.sourcefree.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;

class ClusterTest {

  @Test
  void readsWorkersAndTask() {
    Cluster cluster =
        Cluster.of(
                "{\"cluster\": {\"worker\": [\"a:2222\", \"b.c:1\"]}, \"task\": {\"type\": \"worker\", \"index\": 1}, \"environment\": \"cloud\"}")
            .orElseThrow();
    assertThat(cluster.addresses()).isEqualTo(List.of("a:2222", "b.c:1"));
    assertThat(cluster.index()).isEqualTo(1);
    assertThat(cluster.isChief()).isFalse();
    assertThat(cluster.named(1)).isEqualTo("worker 1 (b.c:1)");
    assertThat(cluster.host()).isEqualTo("b.c");
    assertThat(cluster.port()).isEqualTo(1);
  }

  @Test
  void aChiefStandsBeforeTheWorkers() {
    String jobs = "\"cluster\": {\"chief\": [\"a:1\"], \"worker\": [\"b:1\", \"[::1]:2\"]}";
    Cluster chief =
        Cluster.of("{%s, \"task\": {\"type\": \"chief\", \"index\": 0}}".formatted(jobs))
            .orElseThrow();
    assertThat(chief.isChief()).isTrue();
    assertThat(chief.addresses()).isEqualTo(List.of("a:1", "b:1", "[::1]:2"));
    Cluster worker =
        Cluster.of("{%s, \"task\": {\"type\": \"worker\", \"index\": 1}}".formatted(jobs))
            .orElseThrow();
    assertThat(worker.index()).isEqualTo(2);
    assertThat(worker.host()).isEqualTo("::1");
  }

  @Test
  void oneProcessNeedsNoCluster() {
    assertThat(Cluster.of(null)).isEmpty();
    assertThat(Cluster.of(" ")).isEmpty();
    assertThat(Cluster.of("{\"task\": {}}")).isEmpty();
    assertThat(
            Cluster.of(
                "{\"cluster\": {\"worker\": [\"a:1\"]}, \"task\": {\"type\": \"worker\", \"index\": 0}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                              | TF_CONFIG must hold a JSON object
          {'cluster': {'worker': ['a:1', 'b:1']}}                        | task must be an object, got null
          {'cluster': {'worker': ['a:1', 'b:1']}, 'task': {'type': 'worker', 'index': 2}} | task.index must be from 0 to 1 for a worker, got 2
          {'cluster': {'worker': ['a:1', 'b:1']}, 'task': {'type': 'worker', 'index': '0'}} | task.index must be from 0 to 1
          {'cluster': {'worker': ['a:1', 'b:1']}, 'task': {'type': 'evaluator', 'index': 0}} | task.type must be worker or chief, got evaluator
          {'cluster': {'ps': ['a:1'], 'worker': ['b:1']}, 'task': {'type': 'worker', 'index': 0}} | at most a chief, found ps
          {'cluster': {'worker': ['a', 'b:1']}, 'task': {'type': 'worker', 'index': 0}} | must hold host:port, got a
          {'cluster': {'worker': ['a:70000', 'b:1']}, 'task': {'type': 'worker', 'index': 0}} | must hold host:port, got a:70000
          {'cluster': {'worker': ['a:1', 'a:1']}, 'task': {'type': 'worker', 'index': 0}} | each address once, got a:1 twice
          {'cluster': {'worker': 'a:1'}, 'task': {'type': 'worker', 'index': 0}} | must be a list of host:port
          {'cluster': {'worker': []}, 'task': {'type': 'worker', 'index': 0}} | from 1 to 60 workers, got 0
          {'cluster': [], 'task': {'type': 'worker', 'index': 0}}        | cluster must be an object
          """)
  void aWrongVariableIsRefusedInOneLine(String text, String reason) {
    assertThatThrownBy(() -> Cluster.of(text.replace('\'', '"')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("TF_CONFIG")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }
}
