
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
rReadFilex