"""One reader per raw source. It defines what a file of the source must look like and what its records are."""

from tokenbooks.loading.readers.anthropic_cost import read_anthropic_cost
from tokenbooks.loading.readers.anthropic_usage import read_anthropic_usage
from tokenbooks.loading.readers.aws_cur import read_aws_cur
from tokenbooks.loading.readers.azure_cost import AMORTIZED, read_azure_cost
from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.focus import read_focus
from tokenbooks.loading.readers.gateways import read_apim, read_bedrock_logs, read_langfuse, read_litellm
from tokenbooks.loading.readers.gcp_billing import read_gcp_billing
from tokenbooks.loading.readers.openai_costs import read_openai_costs
from tokenbooks.loading.readers.openai_usage import read_openai_usage
from tokenbooks.loading.readers.openai_usage_csv import read_openai_usage_csv
from tokenbooks.loading.readers.otel import read_otel
from tokenbooks.loading.readers.usage import read_usage

__all__ = [
    "AMORTIZED",
    "Reading",
    "read_anthropic_cost",
    "read_anthropic_usage",
    "read_apim",
    "read_aws_cur",
    "read_azure_cost",
    "read_bedrock_logs",
    "read_focus",
    "read_gcp_billing",
    "read_langfuse",
    "read_litellm",
    "read_openai_costs",
    "read_openai_usage",
    "read_openai_usage_csv",
    "read_otel",
    "read_usage",
]
