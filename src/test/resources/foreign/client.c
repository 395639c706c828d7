/*
 * Answers requests to a SavedModel with TensorFlow's C API, whose headers are not shipped with
 * TensorFlow Java. Arguments and files as in DjlClient.java, and between the two a list of tensors,
 * one a line: "SIGNATURE input|labels|confidence NODE OUTPUT".
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct TF_Graph TF_Graph;
typedef struct TF_Operation TF_Operation;
typedef struct TF_Session TF_Session;
typedef struct TF_SessionOptions TF_SessionOptions;
typedef struct TF_Status TF_Status;
typedef struct TF_Tensor TF_Tensor;
typedef struct { TF_Operation *oper; int index; } TF_Output;
typedef struct { uint8_t bytes[24]; } TF_TString;
enum { TF_OK = 0, TF_UINT8 = 4, TF_STRING = 7 };

TF_Status *TF_NewStatus(void);
int TF_GetCode(const TF_Status *);
const char *TF_Message(const TF_Status *);
TF_Graph *TF_NewGraph(void);
TF_Operation *TF_GraphOperationByName(TF_Graph *, const char *);
TF_SessionOptions *TF_NewSessionOptions(void);
TF_Session *TF_LoadSessionFromSavedModel(const TF_SessionOptions *, const void *run_options,
    const char *folder, const char *const *tags, int tags_len, TF_Graph *, void *meta_graph,
    TF_Status *);
void TF_SessionRun(TF_Session *, const void *run_options, const TF_Output *inputs,
    TF_Tensor *const *input_values, int inputs_len, const TF_Output *outputs,
    TF_Tensor **output_values, int outputs_len, const TF_Operation *const *targets,
    int targets_len, void *run_metadata, TF_Status *);
TF_Tensor *TF_AllocateTensor(int type, const int64_t *dims, int dims_len, size_t bytes);
void TF_DeleteTensor(TF_Tensor *);
void *TF_TensorData(const TF_Tensor *);
size_t TF_TensorByteSize(const TF_Tensor *);
void TF_StringInit(TF_TString *);
void TF_StringCopy(TF_TString *, const char *, size_t);

static void die(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*length + 1);
  if (fread(bytes, 1, *length, file) != *length) die(path);
  bytes[*length] = 0;
  fclose(file);
  return bytes;
}

static void write_file(const char *stem, const char *end, const void *bytes, size_t length) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s", stem, end);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, length, file) != length) die(path);
  fclose(file);
}

/* The tensor that a signature calls input, labels or confidence. */
static TF_Output find(TF_Graph *graph, const char *list, const char *signature, const char *role) {
  size_t length;
  char *text = read_file(list, &length);
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
    char key[64], name[64], node[1024];
    int index;
    if (sscanf(line, "%63s %63s %1023s %d", key, name, node, &index) == 4 &&
        !strcmp(key, signature) && !strcmp(name, role)) {
      TF_Output output = {TF_GraphOperationByName(graph, node), index};
      if (!output.oper) die(node);
      free(text);
      return output;
    }
  }
  die(role);
  exit(1);
}

/* words: SIGNATURE ANSWER and what the request holds */
static TF_Tensor *request(char **words, int count) {
  size_t length;
  if (!strcmp(words[0], "serving_default")) {
    int64_t dims[4] = {atoll(words[2]), atoll(words[3]), atoll(words[4]), 3};
    char *pixels = read_file(words[5], &length);
    TF_Tensor *tensor = TF_AllocateTensor(TF_UINT8, dims, 4, length);
    memcpy(TF_TensorData(tensor), pixels, length);
    free(pixels);
    return tensor;
  }
  int64_t files = count - 2;
  TF_Tensor *tensor = TF_AllocateTensor(TF_STRING, &files, 1, (size_t)files * sizeof(TF_TString));
  TF_TString *strings = TF_TensorData(tensor);
  for (int i = 0; i < files; i++) {
    char *bytes = read_file(words[i + 2], &length);
    TF_StringInit(&strings[i]);
    TF_StringCopy(&strings[i], bytes, length);
    free(bytes);
  }
  return tensor;
}

int main(int argc, char **argv) {
  if (argc != 4) die("usage: client MODEL TENSORS REQUESTS");
  TF_Status *status = TF_NewStatus();
  TF_Graph *graph = TF_NewGraph();
  const char *tags[] = {"serve"};
  TF_Session *session = TF_LoadSessionFromSavedModel(
      TF_NewSessionOptions(), NULL, argv[1], tags, 1, graph, NULL, status);
  if (TF_GetCode(status) != TF_OK) die(TF_Message(status));
  char line[65536];
  FILE *requests = fopen(argv[3], "r");
  if (!requests) die(argv[3]);
  while (fgets(line, sizeof line, requests)) {
    char *words[256];
    int count = 0;
    for (char *word = strtok(line, " \n"); word && count < 256; word = strtok(NULL, " \n")) {
      words[count++] = word;
    }
    TF_Output input = find(graph, argv[2], words[0], "input");
    TF_Output outputs[] = {
        find(graph, argv[2], words[0], "labels"), find(graph, argv[2], words[0], "confidence")};
    TF_Tensor *fed = request(words, count);
    TF_Tensor *answers[2] = {NULL, NULL};
    TF_SessionRun(
        session, NULL, &input, &fed, 1, outputs, answers, 2, NULL, 0, NULL, status);
    if (TF_GetCode(status) != TF_OK) {
      write_file(words[1], ".error", TF_Message(status), strlen(TF_Message(status)));
    } else {
      write_file(words[1], ".labels", TF_TensorData(answers[0]), TF_TensorByteSize(answers[0]));
      write_file(
          words[1], ".confidence", TF_TensorData(answers[1]), TF_TensorByteSize(answers[1]));
      TF_DeleteTensor(answers[0]);
      TF_DeleteTensor(answers[1]);
    }
    TF_DeleteTensor(fed);
  }
  return 0;
}
