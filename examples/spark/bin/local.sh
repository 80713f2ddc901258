#!/usr/bin/env bash
# Grounds the expressions of 200 drawn scenes with Spark, on all cores of this machine: local.sh [DIR]
source "$(dirname "$0")/build.sh"
work=${1:-$MODULE/target/try}
scenes 200 "$work/scenes"
"${JAVA[@]}" -cp "$SPARK_HOME/jars/*:$LIB" io.github.pevl.spark.GroundJob \
    --manifest "$work/scenes/eval.json" --out "$work/rows"
