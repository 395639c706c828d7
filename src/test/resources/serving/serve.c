/* Runs a served model through TensorFlow's C API on every image of a folder, by pixels and by file:
   serve MODEL FOLDER COUNT HEIGHT WIDTH, then operation:index of images, labels, confidence, bytes, labels, confidence.
   Reads I.rgb and I.file, writes I.pixels.labels, I.pixels.confidence, I.file.labels and I.file.confidence. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What tensorflow/c/c_api.h and tf_tstring.h declare; headers are not shipped with TensorFlow Java. */
typedef struct TF_Status TF_Status;
typedef struct TF_Graph TF_Graph;
typedef struct TF_Session TF_Session;
typedef struct TF_SessionOptions TF_SessionOptions;
typedef struct TF_Tensor TF_Tensor;
typedef struct TF_Operation TF_Operation;
typedef struct { TF_Operation *operation; int index; } TF_Output;
typedef struct { uint64_t parts[3]; } TF_TString;
enum { FLOAT = 1, UINT8 = 4, STRING = 7 };
TF_Status *TF_NewStatus(void);
int TF_GetCode(const TF_Status *);
const char *TF_Message(const TF_Status *);
TF_Graph *TF_NewGraph(void);
TF_SessionOptions *TF_NewSessionOptions(void);
TF_Session *TF_LoadSessionFromSavedModel(const TF_SessionOptions *, const void *, const char *, const char *const *, int,
                                         TF_Graph *, void *, TF_Status *);
TF_Operation *TF_GraphOperationByName(TF_Graph *, const char *);
TF_Tensor *TF_AllocateTensor(int, const int64_t *, int, size_t);
void *TF_TensorData(const TF_Tensor *);
size_t TF_TensorByteSize(const TF_Tensor *);
int TF_TensorType(const TF_Tensor *);
void TF_DeleteTensor(TF_Tensor *);
void TF_StringInit(TF_TString *);
void TF_StringCopy(TF_TString *, const char *, size_t);
void TF_StringDealloc(TF_TString *);
void TF_SessionRun(TF_Session *, const void *, const TF_Output *, TF_Tensor *const *, int, const TF_Output *, TF_Tensor **, int,
                   const TF_Operation *const *, int, void *, TF_Status *);

static TF_Status *status;
static TF_Graph *graph;
static const char *folder;

static void require(int holds, const char *message) {
  if (!holds) {
    fprintf(stderr, "%s\n", message);
    exit(1);
  }
}

static FILE *opened(int image, const char *ending, const char *mode) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%d.%s", folder, image, ending);
  FILE *file = fopen(path, mode);
  require(file != NULL, path);
  return file;
}

static char *content(int image, const char *ending, size_t *length) {
  FILE *file = opened(image, ending, "rb");
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*length);
  require(fread(bytes, 1, *length, file) == *length, ending);
  fclose(file);
  return bytes;
}

static TF_Output output(const char *tensor) {
  char name[1024];
  snprintf(name, sizeof name, "%s", tensor);
  char *colon = strrchr(name, ':');
  *colon = 0;
  TF_Output found = {TF_GraphOperationByName(graph, name), atoi(colon + 1)};
  require(found.operation != NULL, tensor);
  return found;
}

static void run(TF_Session *session, char **names, TF_Tensor *request, int image, const char *kind) {
  TF_Output in = output(names[0]);
  TF_Output out[2] = {output(names[1]), output(names[2])};
  TF_Tensor *results[2];
  TF_SessionRun(session, NULL, &in, &request, 1, out, results, 2, NULL, 0, NULL, status);
  require(TF_GetCode(status) == 0, TF_Message(status));
  const char *endings[2] = {"labels", "confidence"};
  for (int i = 0; i < 2; i++) {
    char ending[64];
    snprintf(ending, sizeof ending, "%s.%s", kind, endings[i]);
    require(TF_TensorType(results[i]) == (i == 0 ? UINT8 : FLOAT), ending);
    FILE *file = opened(image, ending, "wb");
    fwrite(TF_TensorData(results[i]), 1, TF_TensorByteSize(results[i]), file);
    fclose(file);
    TF_DeleteTensor(results[i]);
  }
}

int main(int count, char **arguments) {
  require(count == 12, "twelve arguments are needed");
  folder = arguments[2];
  int images = atoi(arguments[3]);
  int64_t shape[4] = {1, atoi(arguments[4]), atoi(arguments[5]), 3};
  status = TF_NewStatus();
  graph = TF_NewGraph();
  const char *tag = "serve";
  TF_Session *session =
      TF_LoadSessionFromSavedModel(TF_NewSessionOptions(), NULL, arguments[1], &tag, 1, graph, NULL, status);
  require(TF_GetCode(status) == 0, TF_Message(status));
  for (int image = 0; image < images; image++) {
    size_t length;
    char *rgb = content(image, "rgb", &length);
    TF_Tensor *pixels = TF_AllocateTensor(UINT8, shape, 4, length);
    memcpy(TF_TensorData(pixels), rgb, length);
    run(session, arguments + 6, pixels, image, "pixels");
    TF_DeleteTensor(pixels);
    free(rgb);
    char *bytes = content(image, "file", &length);
    int64_t one = 1;
    TF_Tensor *file = TF_AllocateTensor(STRING, &one, 1, sizeof(TF_TString));
    TF_TString *text = TF_TensorData(file);
    TF_StringInit(text);
    TF_StringCopy(text, bytes, length);
    run(session, arguments + 9, file, image, "file");
    TF_StringDealloc(text);
    TF_DeleteTensor(file);
    free(bytes);
  }
  return 0;
}
