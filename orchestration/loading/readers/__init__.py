"""One reader per raw source: what a file of the source must look like and what its records are."""

from orchestration.loading.readers.anthropic_cost import read_anthropic_cost
from orchestration.loading.readers.azure_cost import read_azure_cost
from orchestration.loading.readers.base import Reading
from orchestration.loading.readers.focus import read_focus
from orchestration.loading.readers.gateways import read_apim, read_bedrock_logs, read_langfuse, read_litellm
from orchestration.loading.readers.openai_costs import read_openai_costs
from orchestration.loading.readers.otel import read_otel
from orchestration.loading.readers.usage import read_usage

__all__ = [
    "Reading",
    "read_anthropic_cost",
    "read_apim",
    "read_azure_cost",
    "read_bedrock_logs",
    "read_focus",
    "read_langfuse",
    "read_litellm",
    "read_openai_costs",
    "read_otel",
    "read_usage",
]
