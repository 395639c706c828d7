Ü
"serveÍ

xPlaceholder

save/filenameConst
$
save/SaveV2SaveV2save/filename
(
save/restore	RestoreV2save/filename
 
w	WriteFilesave/filenamex

yIdentityx^w


f
rReadFilex0
save/filename:0save/SaveV2:0save/restore8*G
serving_default4


x
x:0

y
y:0tensorflow/serving/predict2../x