#!/usr/bin/env bash
#SBATCH --job-name=sourcefree
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-task=1
#SBATCH --requeue
# A run on several nodes, one worker each: sbatch tools/slurm.sh configs/my.yaml runs/my
# The repository, the data and the run folder lie on a file system that all nodes share.
set -euo pipefail
config=${1:?a config}
run=${2:?a run folder}
port=${SOURCEFREE_PORT:-$((20000 + SLURM_JOB_ID % 20000))}

cluster=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed "s/.*/\"&:$port\"/" | paste -sd, -)
# A run with a saved state is resumed, also when Slurm starts the job again; one without begins anew.
resume=
if compgen -G "$run/checkpoints/step_*" >/dev/null; then
  resume=--resume
elif [ "${SLURM_RESTART_COUNT:-0}" -gt 0 ]; then
  rm -rf "$run"
fi
export cluster config run resume
code=0
# shellcheck disable=SC2016 # Expanded by each task.
srun --kill-on-bad-exit=0 bash -c '
  export TF_CONFIG="{\"cluster\": {\"worker\": [$cluster]}, \"task\": {\"type\": \"worker\", \"index\": $SLURM_PROCID}}"
  exec tools/sourcefree adapt "$config" --out "$run" $resume' || code=$?
# A worker was lost, the state is saved.
if [ "$code" = 75 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
exit "$code"
