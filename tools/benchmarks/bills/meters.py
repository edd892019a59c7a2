"""What the bills of the benchmark charge for: meters of models at list price, and services that are not ours."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.simulator.meter_names import AZURE_BLOCKS, AZURE_METERS
from tools.simulator.prices import PriceBook

#: All meters of ours have a list price on this day, and the same one in the whole month.
_PRICED_ON = date(2026, 3, 1)


@dataclass(frozen=True)
class Meter:
    """A meter as a bill states it. `price` is for one unit, which is `block` tokens for meters of ours.

    Attributes:
        category: service or product.
        family: subcategory or product family.
        code: namespace of the resource provider, or code of the product.
        name: name of the meter, or usage type.
        unit: unit of measure.
        price: USD per unit.
        block: tokens in a unit; 0 for a meter that is not ours.
        model: model that the meter is for; empty for a meter that is not ours.
        meter: our name of the meter; empty for a meter that is not ours.
    """

    category: str
    family: str
    code: str
    name: str
    unit: str
    price: Decimal
    block: int = 0
    model: str = ""
    meter: str = ""


@dataclass(frozen=True)
class Service:
    """A service of a cloud. `weight` is its number of resources in a hundred that are not ours."""

    meters: tuple[Meter, ...]
    weight: int = 0


def _service(weight: int, category: str, family: str, code: str, unit: str, price: str, names: str) -> Service:
    return Service(
        tuple(Meter(category, family, code, name, unit, Decimal(price)) for name in names.split(", ")), weight
    )


def azure_ours() -> Service:
    """The Azure OpenAI meters of the demo world at list price."""
    book = PriceBook.read()
    return Service(
        tuple(
            Meter(
                category="Foundry Models",
                family=named.family,
                code="Microsoft.CognitiveServices/accounts",
                name=named.name,
                unit=named.unit_of_measure,
                price=block * book.unit_price("azure", model, meter, "standard", scope, _PRICED_ON),
                block=block,
                model=model,
                meter=meter,
            )
            for (model, scope, meter), named in AZURE_METERS.items()
            for block in (AZURE_BLOCKS[named.unit_of_measure],)
        )
    )


def aws_ours() -> Service:
    """Usage types of Amazon Bedrock at list price: a model of Amazon, and two of the Marketplace."""
    book = PriceBook.read()
    return Service(
        tuple(
            Meter(
                category=product,
                family="Generative AI",
                code=code,
                name=f"USE1-{style}{usage_type}{'-Units' if unit == 'Units' else ''}",
                unit=unit,
                price=block * book.unit_price("bedrock", model, meter, "standard", "regional", _PRICED_ON),
                block=block,
                model=model,
                meter=meter,
            )
            for model, product, code, style, unit, block, usage_types in _BEDROCK
            for meter, usage_type in usage_types.items()
        )
    )


_CLAUDE_USAGE_TYPES = {
    "text_input": "InputTokenCount",
    "text_output": "OutputTokenCount",
    "text_cached_input": "CacheReadInputTokenCount",
    "text_cache_write_5m": "CacheWriteInputTokenCount",
}
_NOVA_USAGE_TYPES = {
    "text_input": "input-tokens",
    "text_output": "output-tokens",
    "text_cached_input": "cache-read-input-token-count",
}
_BEDROCK = (
    (
        "anthropic.claude-haiku-4-5-20251001-v1:0",
        "Claude Haiku 4.5 (Amazon Bedrock Edition)",
        "AmazonBedrockFoundationModels",
        "MP:USE1_",
        "Units",
        1_000_000,
        _CLAUDE_USAGE_TYPES,
    ),
    (
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "Claude Sonnet 4.5 (Amazon Bedrock Edition)",
        "AmazonBedrockFoundationModels",
        "MP:USE1_",
        "Units",
        1_000_000,
        _CLAUDE_USAGE_TYPES,
    ),
    ("amazon.nova-lite-v1:0", "Amazon Bedrock", "AmazonBedrock", "NovaLite-", "1K tokens", 1_000, _NOVA_USAGE_TYPES),
)

_COMPUTE, _STORAGE, _NETWORK = "Microsoft.Compute", "Microsoft.Storage", "Microsoft.Network"
AZURE_OTHERS = (
    _service(
        9,
        "Virtual Machines",
        "Dsv5 Series",
        f"{_COMPUTE}/virtualMachines",
        "1 Hour",
        "0.096",
        "D2s v5, D4s v5, D8s v5, D16s v5, D2s v5 Spot, D4s v5 Spot, D8s v5 Low Priority",
    ),
    _service(
        6,
        "Virtual Machines",
        "Easv5 Series",
        f"{_COMPUTE}/virtualMachineScaleSets",
        "1 Hour",
        "0.226",
        "E2as v5, E4as v5, E8as v5, E16as v5, E4as v5 Spot",
    ),
    _service(
        10,
        "Storage",
        "Premium SSD Managed Disks",
        f"{_COMPUTE}/disks",
        "1/Month",
        "19.71",
        "P10 LRS Disk, P15 LRS Disk, P20 LRS Disk, P30 LRS Disk, P10 ZRS Disk, P20 LRS Disk Mount",
    ),
    _service(
        16,
        "Storage",
        "Tiered Block Blob",
        f"{_STORAGE}/storageAccounts",
        "10K",
        "0.0536",
        "Hot LRS Write Operations, Hot Read Operations, All Other Operations, Cool LRS Write Operations, "
        "Cool Read Operations, LRS List and Create Container Operations, GRS Write Operations, Hot Other Operations",
    ),
    _service(
        8,
        "Storage",
        "Files v2",
        f"{_STORAGE}/storageAccounts",
        "1 GB/Month",
        "0.0255",
        "Hot LRS Data Stored, Cool LRS Data Stored, Hot LRS Metadata, LRS Snapshots, ZRS Data Stored",
    ),
    _service(
        9,
        "Bandwidth",
        "Rtn Preference: MGN",
        f"{_COMPUTE}/virtualMachines",
        "1 GB",
        "0.087",
        "Standard Data Transfer Out, Standard Data Transfer In, Intra Continent Data Transfer Out, "
        "Inter Availability Zone Data Transfer In, Inter Availability Zone Data Transfer Out",
    ),
    _service(
        6,
        "SQL Database",
        "Single/Elastic Pool General Purpose - Compute Gen5",
        "Microsoft.Sql/servers",
        "1 Hour",
        "0.505",
        "vCore, Zone Redundancy vCore, 2 vCore, 4 vCore, PITR LRS Data Stored, General Purpose Data Stored",
    ),
    _service(
        5,
        "Virtual Network",
        "IP Addresses",
        f"{_NETWORK}/publicIPAddresses",
        "1 Hour",
        "0.005",
        "Standard IPv4 Static Public IP, Basic IPv4 Dynamic Public IP, Intra-Region Ingress, Intra-Region Egress",
    ),
    _service(
        5,
        "Virtual Network",
        "Virtual Network Private Link",
        f"{_NETWORK}/privateEndpoints",
        "1 Hour",
        "0.01",
        "Standard Private Endpoint, Standard Data Processed - Ingress, Standard Data Processed - Egress",
    ),
    _service(
        4,
        "Load Balancer",
        "Load Balancer",
        f"{_NETWORK}/loadBalancers",
        "1 Hour",
        "0.025",
        "Standard Included LB Rules and Outbound Rules, Standard Overage LB Rules and Outbound Rules, "
        "Standard Data Processed",
    ),
    _service(
        6,
        "Log Analytics",
        "Log Analytics",
        "Microsoft.OperationalInsights/workspaces",
        "1 GB",
        "2.3",
        "Analytics Logs Data Ingestion, Analytics Logs Data Retention, Basic Logs Data Ingestion",
    ),
    _service(
        5,
        "Azure Monitor",
        "Azure Monitor",
        "Microsoft.Insights/metricAlerts",
        "1/Month",
        "0.1",
        "Alerts Metric Monitored, Alerts System Log Monitored at 5 Minute Frequency, Metrics ingestion Samples",
    ),
    _service(
        4,
        "Azure App Service",
        "Azure App Service Premium v3 Plan",
        "Microsoft.Web/serverfarms",
        "1 Hour",
        "0.17",
        "P0v3 App, P1 v3 App, P2 v3 App, P3 v3 App",
    ),
    _service(
        2,
        "Functions",
        "Functions",
        "Microsoft.Web/sites",
        "10 GB Second",
        "0.00016",
        "Standard Execution Time, Standard Total Executions",
    ),
    _service(
        2,
        "Key Vault",
        "Key Vault",
        "Microsoft.KeyVault/vaults",
        "10K",
        "0.03",
        "Operations, Advanced Key Operations, Secret Renewals",
    ),
    _service(
        1,
        "Azure Cosmos DB",
        "Azure Cosmos DB autoscale",
        "Microsoft.DocumentDB/databaseAccounts",
        "1/Hour",
        "0.012",
        "100 RU/s, Data Stored, Continuous Backup",
    ),
    _service(
        1,
        "Azure Kubernetes Service",
        "Azure Kubernetes Service",
        "Microsoft.ContainerService/managedClusters",
        "1 Hour",
        "0.1",
        "Standard Uptime SLA, Standard Long Term Support",
    ),
    _service(
        1,
        "Redis Cache",
        "Azure Redis Cache Standard",
        "Microsoft.Cache/Redis",
        "1 Hour",
        "0.055",
        "C0 Cache Instance, C1 Cache Instance, C2 Cache Instance",
    ),
)

AWS_OTHERS = (
    _service(
        18,
        "Amazon Elastic Compute Cloud",
        "Compute Instance",
        "AmazonEC2",
        "Hrs",
        "0.096",
        "USE1-BoxUsage:m6i.large, USE1-BoxUsage:m6i.xlarge, USE1-BoxUsage:c6g.large, USE1-SpotUsage:m6i.large",
    ),
    _service(
        18,
        "Amazon Elastic Compute Cloud",
        "Storage",
        "AmazonEC2",
        "GB-Mo",
        "0.08",
        "USE1-EBS:VolumeUsage.gp3, USE1-EBS:SnapshotUsage, USE1-EBS:VolumeP-IOPS.gp3, USE1-EBS:VolumeUsage.st1",
    ),
    _service(
        20,
        "Amazon Simple Storage Service",
        "API Request",
        "AmazonS3",
        "Requests",
        "0.000005",
        "USE1-Requests-Tier1, USE1-Requests-Tier2, USE1-TimedStorage-ByteHrs, USE1-Requests-INT-Tier1",
    ),
    _service(
        14,
        "AWS Data Transfer",
        "Data Transfer",
        "AWSDataTransfer",
        "GB",
        "0.09",
        "USE1-DataTransfer-Out-Bytes, USE1-DataTransfer-Regional-Bytes, USE1-USW2-AWS-Out-Bytes",
    ),
    _service(
        8,
        "Amazon Relational Database Service",
        "Database Instance",
        "AmazonRDS",
        "Hrs",
        "0.178",
        "USE1-InstanceUsage:db.m6g.large, USE1-RDS:GP3-Storage, USE1-RDS:ChargedBackupUsage",
    ),
    _service(
        8,
        "AWS Lambda",
        "Serverless",
        "AWSLambda",
        "Lambda-GB-Second",
        "0.000017",
        "USE1-Lambda-GB-Second, USE1-Request, USE1-Lambda-GB-Second-ARM",
    ),
    _service(
        8,
        "AmazonCloudWatch",
        "Data Payload",
        "AmazonCloudWatch",
        "GB",
        "0.5",
        "USE1-DataProcessing-Bytes, USE1-TimedStorage-ByteHrs, USE1-CW:MetricMonitorUsage, USE1-CW:AlarmMonitorUsage",
    ),
    _service(
        6,
        "AWS Key Management Service",
        "Encryption Key",
        "awskms",
        "Requests",
        "0.000003",
        "us-east-1-KMS-Requests, us-east-1-KMS-Keys",
    ),
)
