<?xml version="1.0" encoding="utf-8"?>
<!--
  The same document without the white space between its elements, and with every property shown by Readable: what a server
  said must not steer the terminal, whatever the property is. The properties themselves stay what the server said.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" indent="no" />
  <xsl:strip-space elements="*" />
  <xsl:template match="TableColumnItem/PropertyName">
    <ScriptBlock>[DifyPS.Common.DisplayFormat]::Cell($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <xsl:template match="ListItem/PropertyName">
    <xsl:if test="not(../Label)">
      <Label><xsl:value-of select="." /></Label>
    </xsl:if>
    <ScriptBlock>[DifyPS.Common.DisplayFormat]::Of($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <xsl:template match="ExpressionBinding/PropertyName">
    <ScriptBlock>[DifyPS.Common.DisplayFormat]::Of($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <!-- What every type has alike, behind its own views: one for Format-Wide, and one for Format-Custom, which would read all properties as they are. -->
  <xsl:key name="types" match="ViewSelectedBy/TypeName" use="." />
  <xsl:template match="ViewDefinitions">
    <xsl:copy>
      <xsl:apply-templates />
      <View>
        <Name>DifyPS.Wide</Name>
        <xsl:call-template name="types" />
        <WideControl>
          <WideEntries>
            <WideEntry>
              <WideItem><ScriptBlock>[DifyPS.Common.DisplayFormat]::Name($_)</ScriptBlock></WideItem>
            </WideEntry>
          </WideEntries>
        </WideControl>
      </View>
      <View>
        <Name>DifyPS.Custom</Name>
        <xsl:call-template name="types" />
        <CustomControl>
          <CustomEntries>
            <CustomEntry>
              <CustomItem>
                <ExpressionBinding><ScriptBlock>[DifyPS.Common.DisplayFormat]::Properties($_)</ScriptBlock></ExpressionBinding>
              </CustomItem>
            </CustomEntry>
          </CustomEntries>
        </CustomControl>
      </View>
    </xsl:copy>
  </xsl:template>
  <xsl:template name="types">
    <ViewSelectedBy>
      <xsl:for-each select="//ViewSelectedBy/TypeName[generate-id() = generate-id(key('types', .)[1])]">
        <TypeName><xsl:value-of select="." /></TypeName>
      </xsl:for-each>
    </ViewSelectedBy>
  </xsl:template>
  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()" />
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
