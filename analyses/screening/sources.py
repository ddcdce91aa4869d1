"""Where indicators come from: named here once, so that none is invented beside its function."""

CCP = (
    "UNODC-WCO Container Control Programme: shipper, consignee, notify party, routing and goods on bills of lading and"
    " manifests"
)
FATF = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (March 2021)"
WCO = "WCO Risk Management Compendium (2011), volume 2"
ISO_6346 = "ISO 6346: a container number is of one container"
INCB = "United Nations Convention of 1988, Tables I and II; headings of the HS 2022"
UNODC_LOOK_ALIKE = (
    "UNODC Regional Office for Central Asia: acetic acid beside acetic anhydride in work with control units"
)
VALIDATED = "Tumminello et al. (2011), doi:10.1371/journal.pone.0017994"
ROBUST = "Median and median absolute deviation: Hampel (1974), doi:10.1080/01621459.1974.10482962"
CO_MOVEMENT = "Own rule, after contact analysis of travelling together; no published source known"
OWN = "Own rule; no published source known"
