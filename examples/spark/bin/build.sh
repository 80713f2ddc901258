# Sourced: builds the job from a clone, with Spark of Maven's jars; needs JDK 17 and Maven. SPARK_VERSION=4.2.0 takes another.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
MODULE=$ROOT/examples/spark
mvn -q -f "$ROOT/pom.xml" -Pjob -Dspark.version="${SPARK_VERSION:-3.5.9}" -DskipTests -pl examples/spark,examples/cli -am package
export SPARK_HOME=$MODULE/target/spark # jars/ has Spark; lib/ beside it the job's own
export SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
LIB="$MODULE/target/lib/*:$MODULE/target/pevl-spark-0.1.0-SNAPSHOT.jar"
# What Spark needs of JDK 17 where spark-submit does not start it.
JAVA=(java --add-exports java.base/sun.nio.ch=ALL-UNNAMED)

# scenes COUNT DIR: draws scenes, unless they are there.
scenes() {
    [ -d "$2" ] || java -jar "$ROOT/examples/cli/target/pevl.jar" scenes --count "$1" --seed 1 --out "$2"
}
