#!/usr/bin/env bash
# Sweeps shared over the tasks of a real Slurm must give the bytes of a direct run.
#
#   tests/Cluster/slurm.sh [--install] [PROGRAM WORD …]
#
# Starts munged, slurmctld and slurmd as root, on loopback, with everything they need in a temporary folder, and ends them. --install gets Debian's packages first if they are missing.
# Exit code 0: equal; 1: not; 77: cannot run here, with a sentence why.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install=false
if [ "${1:-}" = --install ]; then install=true; shift; fi
[ "$(uname -s)" = Linux ] || cannot "Slurm needs Linux"
[ "$(id -u)" -eq 0 ] || cannot "the daemons of Slurm need root"
PATH=$PATH:/usr/sbin:/sbin
missing() { local tool; for tool in munged slurmctld slurmd sbatch scancel scontrol sinfo squeue; do command -v "$tool" > /dev/null || echo "$tool"; done; }
if [ -n "$(missing)" ] && $install; then
    apt-get -o DPkg::Lock::Timeout=600 install -y slurm-wlm munge > /dev/null || cannot "apt-get could not install slurm-wlm and munge"
fi
[ -z "$(missing)" ] || cannot "Slurm and munge are not there, not all of them: $(echo $(missing)) (--install gets Debian's packages slurm-wlm and munge)"
choose_program "$@"

# Where this runs inside a job, that cluster's variables would reach ours.
for variable in $(compgen -v | grep -E '^(SLURM|SBATCH|SQUEUE|SINFO|SCANCEL)_|^SIMULATOR$|^CPUS$' || true); do unset "$variable"; done

host=$(hostname -s)
work=$(mktemp -d "${TMPDIR:-/tmp}/slurm-test.XXXXXX")
daemons=()

cleanup() {
    local status=$? i
    trap - EXIT
    trap '' INT TERM HUP
    set +e
    if [ ${#daemons[@]} -gt 0 ]; then
        timeout 5 scancel --user=root > /dev/null 2>&1
        for i in $(seq 50); do [ -z "$(timeout 5 squeue --noheader 2> /dev/null)" ] && break; sleep 0.1; done
        for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
            kill "${daemons[i]}" 2> /dev/null
            for _ in $(seq 50); do kill -0 "${daemons[i]}" 2> /dev/null || break; sleep 0.1; done
            kill -9 "${daemons[i]}" 2> /dev/null
            wait "${daemons[i]}" 2> /dev/null
        done
    fi
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 143' INT TERM HUP

failed_start() { tail -n 5 "$work"/*.log >&2 || true; fail "$1"; }

# Waits for a command to succeed, for at most so many seconds.
wait_for() {
    local end=$((SECONDS + $1)); shift
    until "$@"; do [ "$SECONDS" -lt "$end" ] || return 1; sleep 0.05; done
}

free_port() { local port; while port=$(shuf -n 1 -i 20000-30000); (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done; echo "$port"; }

start_slurm() {
    # munged wants everybody to be able to reach its socket; its key is another matter.
    chmod 711 "$work"
    mkdir -m 711 "$work/munge"
    mkdir -m 700 "$work/state" "$work/spool"
    (umask 077; head -c 1024 /dev/urandom > "$work/munge/key")
    cat > "$work/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$work/munge/socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
KillWait=2
# More processors than there may be: all tasks are to run at once, so that they meet in the folder of results.
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF=$work/slurm.conf
    munged --foreground --socket="$work/munge/socket" --key-file="$work/munge/key" --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" > "$work/munged.log" 2>&1 &
    daemons+=($!)
    wait_for 10 test -S "$work/munge/socket" || failed_start "munged does not start"
    slurmctld -D > /dev/null 2>&1 &
    daemons+=($!)
    slurmd -D > /dev/null 2>&1 &
    daemons+=($!)
    wait_for 20 idle || failed_start "the node does not become idle"
}

idle() { [ "$(timeout 5 sinfo --noheader --format=%t 2> /dev/null)" = idle ]; }

# Runs an emitted script; sets the numbers of its two jobs.
submit() {
    local said
    said=$(bash "$1") || fail "$2: the script cannot submit"
    array=$(sed -nE 's/^tasks: job ([0-9]+), collect: job [0-9]+$/\1/p' <<< "$said")
    collect=$(sed -nE 's/^tasks: job [0-9]+, collect: job ([0-9]+)$/\1/p' <<< "$said")
    [ -n "$array" ] && [ -n "$collect" ] || fail "$2: the script does not say which jobs it has submitted"
}

ended() { scontrol --oneliner show job "$1" | grep -q 'JobState=\(COMPLETED\|FAILED\|CANCELLED\|TIMEOUT\|NODE_FAIL\)'; }
exit_code() { scontrol --oneliner show job "$1" | sed -nE 's/.* ExitCode=([0-9]+):.*/\1/p'; }
await_collect() { wait_for 120 ended "$collect" || fail "$1: the job that collects does not end"; }
require_collected() {
    await_collect "$2"
    [ "$(exit_code "$collect")" = 0 ] || { cat "$1"/logs/*"$array"-*.log "$1"/logs/"$collect"-collect.log >&2; fail "$2: 'collect' failed"; }
}

# A task that is midway has kept cells and has not yet written its part.
kept() { local log=("$out"/parts/"$1"-of-0004.cells); [ -f "${log[0]}" ] && [ "$(stat -c %s "${log[0]}" 2> /dev/null || echo 0)" -gt 400 ]; }

start_slurm

# A blank and a quote, which shells split and end words at; and what Slurm would take for the number of a job.
place="$work/it's a %j folder"
mkdir "$place"
write_specifications "$place" "150, 151, 152, 153" # four cells a task, slow enough to stop it between two of them
for spec in grid search; do
    "${program[@]}" sweep "$place/$spec.json" --out "$work/direct/$spec" --quiet --no-figure || fail "the direct run of $spec ends with code $?"
    out=$place/$spec
    "${program[@]}" sweep "$place/$spec.json" --out "$out" --task-count 4 --emit-slurm --no-figure > "$work/$spec.sh"
    submit "$work/$spec.sh" "$spec"
    require_collected "$out" "$spec"
    require_equal "$work/direct/$spec" "$out" "$spec"
    [ "$(ls "$out"/logs/"$array"-[0-3].log "$out"/logs/"$collect"-collect.log | wc -l)" -eq 5 ] || fail "$spec: the logs are not where the script puts them"
done

# One task is cancelled, another killed; what has been done is kept, and submitting again does the rest.
out=$work/killed
"${program[@]}" sweep "$place/grid.json" --out "$out" --task-count 4 --emit-slurm --no-figure > "$work/killed.sh"
submit "$work/killed.sh" killed
wait_for 60 kept 0001 || fail "killed: task 1 keeps no cell"
scancel "${array}_1"
wait_for 60 kept 0002 || fail "killed: task 2 keeps no cell"
scancel --batch --signal=KILL "${array}_2"
await_collect killed
[ "$(exit_code "$collect")" = 1 ] || fail "killed: 'collect' does not fail although two tasks were stopped"
grep -q 'being the first that is missing' "$out/logs/$collect-collect.log" || fail "killed: 'collect' does not say what is missing"
for task in 0001 0002; do [ -f "$out/parts/$task-of-0004.cells" ] || fail "killed: task $task was not stopped midway"; done
submit "$work/killed.sh" again
require_collected "$out" "again"
require_equal "$work/direct/grid" "$out" "again"

echo "$name: OK: Slurm $(sinfo --version | cut -d' ' -f2) gives the bytes of a direct run, also for tasks without cells, and after tasks were cancelled and killed."
