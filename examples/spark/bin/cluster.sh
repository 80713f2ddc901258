#!/usr/bin/env bash
# The same on a standalone cluster of a master and two workers on this machine: cluster.sh [DIR]
source "$(dirname "$0")/build.sh"
work=${1:-$MODULE/target/try-cluster}
master=spark://127.0.0.1:${PORT:-7077}
scenes 200 "$work/scenes"
trap 'kill $(jobs -p) 2> /dev/null' EXIT
mkdir -p "$work/logs"
java -cp "$SPARK_HOME/jars/*:$LIB" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "${PORT:-7077}" \
    > "$work/logs/master.log" 2>&1 &
for number in 1 2; do
    java -cp "$SPARK_HOME/jars/*:$LIB" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g \
        --work-dir "$work/worker-$number" "$master" > "$work/logs/worker-$number.log" 2>&1 &
done
"${JAVA[@]}" -Dspark.master="$master" -Dspark.driver.host=127.0.0.1 -Dspark.executor.extraClassPath="$LIB" \
    -cp "$SPARK_HOME/jars/*:$LIB" io.github.pevl.spark.GroundJob \
    --manifest "$work/scenes/eval.json" --out "$work/rows" --chunk 500
