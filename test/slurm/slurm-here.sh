#!/bin/bash
# A whole SLURM cluster on this machine for tests: a controller and N nodes (a slurmd each) in one folder, without systemd, munge, a
# database or a file in /etc. It lives in namespaces of its own: nothing outside reaches it (it trusts whoever asks), and all of it ends
# with its first process, however that ends.
# Debian, as root: apt-get install --no-install-recommends slurmctld slurmd slurm-client iproute2
#
#   slurm-here.sh run DIR NODES CPUS_A_NODE COMMAND…   starts it and runs COMMAND in it, e.g. bash; when COMMAND ends, so does the cluster
#
# and from within it:
#
#   slurm-here.sh kill-node DIR n2      power cut: slurmd, its steps and all their processes die at once
#   slurm-here.sh cut-node DIR n2       network cut: slurmd dies, its jobs run on
#   slurm-here.sh start-node DIR n2     the node comes back
set -euo pipefail
what=${1:?run, kill-node, cut-node or start-node}
dir=$(realpath -m "${2:?a folder}")
export SLURM_CONF=$dir/slurm.conf

pids_below() { # a process and all its descendants
  echo "$1"
  local child
  for child in $(pgrep -P "$1" || true); do pids_below "$child"; done
}

# slurmstepd renames itself "slurmstepd: [12.batch]"; its node is told by the socket n2_12.… in the spool folder.
steps_of() {
  local socket job pid
  for socket in "$dir/spool/$1/$1"_*; do
    [ -e "$socket" ] || continue
    job=${socket##*/"$1"_}
    job=${job%%.*}
    for pid in $(pgrep -f "^slurmstepd: \[$job\." || true); do pids_below "$pid"; done
  done
}

configure() { # nodes, CPUs of each
  local n port=6820 # nobody else is in this network
  mkdir -p "$dir"/{state,log,run,scratch}
  cat > "$SLURM_CONF" <<CONF
ClusterName=here
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=6817
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
SlurmctldPidFile=$dir/run/slurmctld.pid
SlurmdPidFile=$dir/run/%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/%n.log
ProctrackType=proctrack/linuxproc
TaskProlog=$dir/task-prolog.sh
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=0
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
MinJobAge=3600
MaxArraySize=6
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
GresTypes=gpu
CONF
  : > "$dir/gres.conf"
  for n in $(seq "$1"); do
    mkdir -p "$dir/spool/n$n" "$dir/scratch/n$n"
    echo "NodeName=n$n NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + n)) CPUs=$2 RealMemory=16000 Gres=gpu:1" >> "$SLURM_CONF"
    echo "NodeName=n$n Name=gpu File=/dev/null" >> "$dir/gres.conf"
  done
  cat >> "$SLURM_CONF" <<CONF
PartitionName=batch Nodes=ALL Default=YES PriorityTier=1 MaxTime=1:00:00 DefaultTime=10 PreemptMode=REQUEUE
PartitionName=urgent Nodes=ALL PriorityTier=10 MaxTime=1:00:00 PreemptMode=OFF
CONF
  # As clusters do it that give each job a local disk.
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho "export SLURM_TMPDIR=%s/scratch/$SLURMD_NODENAME"\n' "$dir" > "$dir/task-prolog.sh"
  chmod 755 "$dir/task-prolog.sh"
}

# Whoever waits for the output of this script must not wait for slurmd.
start_node() { slurmd -N "$1" -f "$SLURM_CONF" >> "$dir/log/start.log" 2>&1; }

case $what in
run)
  shift 2
  exec unshare --net --pid --uts --mount --fork --kill-child --mount-proc "$(realpath "$0")" inside "$dir" "$@"
  ;;
inside)
  nodes=$3 cpus=$4
  shift 4
  hostname localhost
  ip link set lo up
  # Where there is nothing but 127.0.0.1, names are not looked up (getaddrinfo(3), AI_ADDRCONFIG).
  ip address add 192.0.2.1/32 dev lo
  configure "$nodes" "$cpus"
  slurmctld -c -f "$SLURM_CONF"
  for n in $(seq "$nodes"); do start_node "n$n"; done
  until [ "$(sinfo --noheader --Node --partition=batch --format=%T 2> "$dir/log/sinfo.log" | grep -c '^idle$')" = "$nodes" ]; do sleep 0.2; done
  # Not exec: the first process of a namespace is deaf to signals that it has no handler for.
  "$@"
  ;;
kill-node)
  # shellcheck disable=SC2046
  kill -KILL $(steps_of "$3") "$(cat "$dir/run/$3.pid")"
  ;;
cut-node) kill -KILL "$(cat "$dir/run/$3.pid")" ;;
start-node) start_node "$3" ;;
*)
  sed -n 2,13p "$0" >&2
  exit 2
  ;;
esac
