"""The engine of a cluster: Apache Spark, reached through Spark Connect."""

from rfma_fast.engines.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
